//! Functions, procedures and triggers are made and dropped.

use revision_core::prelude::*;

revision! {
    id: "revision",
    down_revision: "before",
}

pub fn upgrade(op: &mut Op) {
    op.create_function(
        "touch()",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := ';'; RETURN NEW; END $$;",
    );
    op.create_trigger(
        "touched",
        "users",
        "CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    );
    op.create_procedure(
        "nothing()",
        "CREATE PROCEDURE nothing() LANGUAGE sql AS $$ SELECT 1 $$",
    );
    op.drop_function("twice(integer)");
    op.drop_function("nobody(text, integer)").if_exists();
    op.drop_procedure("nobody()").if_exists();
    op.drop_trigger("nobody", "users").if_exists();
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
