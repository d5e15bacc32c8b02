//! SQL in raw strings, over lines.

use revision_core::prelude::*;

revision! {
    id: "raw_sql",
}

pub fn upgrade(op: &mut Op) {
    op.create_function(
        "touch()",
        r#"
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."updated_at" := now();
    RETURN NEW;
END $$"#,
    );
    op.create_trigger(
        "touch_users",
        "users",
        "CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    );
    op.execute(
        "
        UPDATE users SET a = 1;
        UPDATE users SET b = 2;
        ",
    );
}
