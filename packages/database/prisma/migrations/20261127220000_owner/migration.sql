-- The role of a person in the whole installation.
alter table people add column role text not null default 'member';
alter table people add constraint people_role check (role in ('owner', 'member'));
-- Few people are more than members: each start of a server asks whether there is an owner.
create index people_role_idx on people (role) where role <> 'member';
