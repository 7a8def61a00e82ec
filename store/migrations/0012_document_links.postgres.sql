create index search_facet_by_code on search_facet using hash (code_key);

create trigger frozen_document_kept before delete on frozen_document
for each row execute function refuse_change('a recalled paper stays frozen');
create function refuse_frozen() returns trigger language plpgsql as $$
begin
    if exists (select 1 from frozen_document where document = old.document) then
        raise exception using message = tg_argv[0], errcode = 'integrity_constraint_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger field_frozen before update or delete on field
for each row execute function refuse_frozen('the paper was recalled; its fields stay as they are');
create trigger register_entry_frozen before update of printed, typed on register_entry
for each row execute function refuse_frozen('the paper was recalled; its entry stays as it is');

-- What was derived from a paper that turns out secret goes in the same instant.
create or replace function search_forgets_quarantined() returns trigger language plpgsql as $$
begin
    delete from search_field where document = new.id;
    delete from text_band where document = new.id;
    delete from text_sketch where document = new.id;
    delete from document_link where made_by = 'system' and new.id in (from_document, to_document);
    delete from search_facet where document = new.id;
    delete from search_text where document = new.id;
    return null;
end $$;
