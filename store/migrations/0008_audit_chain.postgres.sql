-- See the same step for SQLite: the two indexes hold nothing that the numbers do not.
alter table audit_event drop constraint audit_event_previous_hash_key, drop constraint audit_event_hash_key;
