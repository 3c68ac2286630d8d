-- Public keys with which people sign in: a device or a password manager has the other half.
create table passkeys (
  id text not null,
  person_id text not null references people (id) on delete cascade on update cascade,
  public_key bytea not null,
  -- Rises with each use where the device counts; a lower one comes from a copy.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  constraint passkeys_pkey primary key (id)
);
create index passkeys_person_id_idx on passkeys (person_id);
