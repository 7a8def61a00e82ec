-- Exchange for people's eyes and at any size: who sent what by name, packets told apart by the paper they carry, and which
-- papers still have something to tell their senders. See exchange/mailbox.h.

alter table exchange_arrival add column from_name text not null default '';
alter table exchange_arrival add column subject text not null default '';
alter table exchange_arrival add column ended_at bigint;  -- when the last word on it was told
alter table exchange_dispatch add column organ_name text not null default '';
alter table exchange_outbox add column document text references document (id);
alter table exchange_outbox add column code text not null default '';  -- of the status it tells; '' = it is the paper

update exchange_arrival set ended_at = (
    select max(s.at) from exchange_status s
    where s.document = exchange_arrival.document and s.direction = 'out' and s.code in ('02', '06', '15'));

create index exchange_arrival_open on exchange_arrival (document)
    where ended_at is null and kind = 'dispatch' and business <> 1 and document is not null;
create index exchange_arrival_new on exchange_arrival (arrived_at)
    where compared_at is null and kind = 'dispatch' and business <> 1 and document is not null;
create index exchange_arrival_by_time on exchange_arrival (arrived_at);
create index exchange_dispatch_by_time on exchange_dispatch (sent_at);
create index exchange_outbox_by_document on exchange_outbox (document, organ);
