-- Public rooms are in the directory, private ones are seen by their members only, direct ones belong to exactly the people
-- that are in them (direct_key: their ids in order, separated by spaces).
alter table rooms
  add column kind text not null default 'public' check (kind in ('public', 'private', 'direct')),
  add column direct_key text,
  add constraint rooms_direct_key_check check ((kind = 'direct') = (direct_key is not null)),
  drop constraint rooms_name_check,
  add constraint rooms_name_check check ((name <> '' and name_key <> '') or kind = 'direct');
create unique index rooms_direct_key_key on rooms (direct_key);

-- A private room's name may be taken: a refusal would tell strangers that the room exists.
drop index rooms_name_key_key;
create unique index rooms_name_key_key on rooms (name_key) where kind = 'public';

alter table memberships
  add column role text not null default 'member' check (role in ('owner', 'moderator', 'member'));
update memberships m set role = 'owner' from rooms r where r.id = m.room_id and r.created_by = m.person_id;
