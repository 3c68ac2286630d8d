-- Accounts: a user name to sign in with, and codes that set a new password once.
alter table people add column user_name text;
create unique index people_user_name_key on people (user_name);

create table recovery_codes (
  person_id text not null references people (id) on delete cascade on update cascade,
  hash text not null,
  created_at timestamptz(3) not null default now(),
  constraint recovery_codes_pkey primary key (person_id, hash)
);
