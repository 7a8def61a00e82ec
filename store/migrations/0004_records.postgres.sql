-- The word index of search_text for PostgreSQL. A word is what records/search_words.h says, whatever the locale of the
-- database: every character that no word has parts two words. None is so long that the index refuses it. Folding is ours;
-- `marked` ranks what was typed with its marks.

create function search_words(given text) returns text language sql immutable strict parallel safe as $$
    select ' ' || regexp_replace(
        trim(regexp_replace(given, '[\u0001-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u2bff'
            '\u3000-\u3004\u3008-\u3020\ue000-\uf8ff\ufe00-\ufe6f\uff00-\uff0f\ufff0-\uffff]+' collate "C", ' ', 'g')),
        '([^ ]{200})[^ ]+' collate "C", '\1', 'g') || ' '
$$;

-- The words one by one. Called as dear as it is, with unpacking the text: else the planner walks through all papers.
create function search_terms(words text) returns text[] language plpgsql immutable strict parallel safe cost 2000 as $$
begin
    return string_to_array(trim(words), ' ');
end $$;

alter table search_text
    add column words text not null generated always as (search_words(folded)) stored,
    add column marked text not null generated always as (search_words(lower(text collate "und-x-icu"))) stored;

create index search_text_by_word on search_text using gin (search_terms(words));
create index search_text_by_mark on search_text using gin (search_terms(marked));

-- An index row of PostgreSQL's usual kind holds 2700 bytes at most, and a field may be longer.
drop index search_field_by_key;
create index search_field_by_key on search_field using hash (key);

-- Whoever quarantines a paper also takes it out of the index, in the same instant: searches need not look at states.
create function search_forgets_quarantined() returns trigger language plpgsql as $$
begin
    delete from search_field where document = new.id;
    delete from search_text where document = new.id;
    return null;
end $$;
create trigger search_forgets_quarantined after update of state on document
for each row when (new.state = 'quarantined') execute function search_forgets_quarantined();

-- A number once given stays in its book.
create trigger register_entry_kept before delete on register_entry
for each row execute function refuse_change('entries of a register are voided, never deleted');
create trigger register_entry_number_kept
before update of book, year, number, document, registered_at, registered_by on register_entry
for each row execute function refuse_change('the number of a register entry never changes');
