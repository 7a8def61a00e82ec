-- An index row of PostgreSQL's usual kind holds 2700 bytes at most, and a field may be longer.
drop index field_by_value;
create index field_by_value on field using hash (normal);
