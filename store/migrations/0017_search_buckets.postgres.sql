-- The word index in pieces by time of arrival. Each paper belongs to a bucket of some thousand papers that came one after
-- another, and each of its words stands in the index with the bucket in front: "17:quyet". A search for the newest papers
-- looks into the newest bucket first and stops when it has enough, so a common word costs the same at any size, and the
-- index never gives more rows of a bucket than a bucket has. What is a word is now cut up by the program (search_words.h),
-- which is ten times as fast; the server does it only for rows that come from elsewhere.

create table search_bucket (
    number   bigint primary key,
    prefix   text not null unique,
    first_id bigint not null unique,               -- search_text.id from which on
    papers   bigint not null
);
insert into search_bucket (number, prefix, first_id, papers) values (1, '1:', -9223372036854775808, 0);

drop index search_text_by_word;
drop index search_facet_by_audience;
drop function search_terms(text);
-- Texts lie beside the rows, so that many rows stand on one page.
alter table search_text set (toast_tuple_target = 128);
alter table search_text alter column terms set storage main;
alter table search_text alter column words drop expression, add column bucket text;
-- Phrases are looked for in the words of many texts, and unpacking is most of that. Not every server has lz4.
do $$ begin
    alter table search_text alter column words set compression lz4;
exception when others then
    null;
end $$;

insert into search_bucket (number, prefix, first_id, papers)
select number, number || ':', min(id), count(*)
from (select id, 1 + row_number() over (order by id) / 4096 as number from search_text) as papers
group by number having number > 1;
update search_bucket set papers = (select count(*) from search_text) - (select coalesce(sum(papers), 0) from search_bucket)
where number = 1;
update search_text s set bucket =
    (select prefix from search_bucket b where b.first_id <= s.id order by b.first_id desc limit 1);
alter table search_text alter column bucket set not null;

-- Called so dear that it is never worked out row by row where the index knows.
create function search_tokens(bucket text, words text) returns text[] language sql immutable strict parallel safe
cost 100000 as $$
    select string_to_array(bucket || replace(trim(words), ' ', ' ' || bucket), ' ')
$$;
create index search_text_by_word on search_text using gin (search_tokens(bucket, words || terms));
-- Nobody's plan depends on how common a word is, and gathering that is dear.
alter index search_text_by_word alter column 1 set statistics 0;

-- A paper that comes after all others opens a new bucket when the last one is full.
create function search_text_placed() returns trigger language plpgsql as $$
declare
    place search_bucket%rowtype;
begin
    if new.words is null then
        new.words := search_words(new.folded);
    end if;
    select * into place from search_bucket where first_id <= new.id order by first_id desc limit 1;
    if place.papers >= 4096 and place.number = (select max(number) from search_bucket)
            and new.id > (select max(id) from search_text) then
        insert into search_bucket (number, prefix, first_id, papers)
        values (place.number + 1, place.number + 1 || ':', new.id, 0) returning * into place;
    end if;
    update search_bucket set papers = papers + 1 where number = place.number;
    new.bucket := place.prefix;
    return new;
end $$;
create trigger search_text_placed before insert on search_text
for each row execute function search_text_placed();

create function search_text_reworded() returns trigger language plpgsql as $$
begin
    new.words := search_words(new.folded);
    return new;
end $$;
create trigger search_text_reworded before update of folded on search_text
for each row when (new.folded <> old.folded and new.words = old.words) execute function search_text_reworded();
