-- How many rooms one person created; and which guests never wrote a message, so that they may be deleted.
create index rooms_created_by_idx on rooms (created_by);
create index messages_author_id_idx on messages (author_id);
