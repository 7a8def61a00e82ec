create index search_facet_by_code on search_facet (code_key) where code_key <> '';

create trigger frozen_document_kept before delete on frozen_document begin
    select raise(abort, 'a recalled paper stays frozen');
end;
create trigger field_frozen before update on field
when exists (select 1 from frozen_document where document = old.document) begin
    select raise(abort, 'the paper was recalled; its fields stay as they are');
end;
create trigger field_frozen_kept before delete on field
when exists (select 1 from frozen_document where document = old.document) begin
    select raise(abort, 'the paper was recalled; its fields stay as they are');
end;
create trigger register_entry_frozen before update of printed, typed on register_entry
when exists (select 1 from frozen_document where document = old.document) begin
    select raise(abort, 'the paper was recalled; its entry stays as it is');
end;

-- What was derived from a paper that turns out secret goes in the same instant.
create trigger search_forgets_quarantined after update of state on document when new.state = 'quarantined' begin
    delete from search_field where document = new.id;
    delete from text_band where document = new.id;
    delete from text_sketch where document = new.id;
    delete from document_link where made_by = 'system' and new.id in (from_document, to_document);
    delete from search_facet where document = new.id;
    delete from search_text where document = new.id;
end;
