-- The secret of an authenticator app, sealed with the server's secret. It counts when it is confirmed.
create table second_factors (
  person_id text not null references people (id) on delete cascade on update cascade,
  sealed_secret text not null,
  confirmed_at timestamptz(3),
  -- The time step of the last code that was used: a code works once.
  last_step bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  constraint second_factors_pkey primary key (person_id)
);
