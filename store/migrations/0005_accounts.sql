-- Who may sign in, what they may do, and who is signed in now. Secrets are kept as hashes only.

create table user_account (
    id            text primary key,                -- the name typed at sign-in
    display_name  text not null check (display_name <> ''),
    unit          text not null default '',        -- also a group of candidates in diagrams
    password_hash text not null check (password_hash <> ''),  -- Argon2id, libsodium's text form
    must_change   bigint not null check (must_change in (0, 1)),
    disabled      bigint not null default 0 check (disabled in (0, 1)),
    created_at    bigint not null
);

create table role_grant (
    user_id text not null references user_account (id),
    role    text not null check (role in ('clerk', 'reviewer', 'archivist', 'head', 'admin')),
    primary key (user_id, role)
);

create table session (
    token_hash text primary key check (length(token_hash) = 64),  -- SHA-256 of the cookie
    user_id    text not null references user_account (id),
    created_at bigint not null,
    used_at    bigint not null
);
create index session_by_user on session (user_id);
create index session_by_use on session (used_at);

create table api_token (
    token_hash text primary key check (length(token_hash) = 64),
    user_id    text not null references user_account (id),
    purpose    text not null,
    created_at bigint not null,
    expires_at bigint
);
create index api_token_by_user on api_token (user_id);

-- Sign-ins under way or failed, per typed name; a success clears them.
create table sign_in_attempt (
    name text not null,
    at   bigint not null
);
create index sign_in_attempt_by_name on sign_in_attempt (name, at);
