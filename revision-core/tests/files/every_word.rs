//! Every word there is, with every parameter. The tests compile this file and read it, and compare.

use revision_core::prelude::*;

revision! {
    id: "every",
}

pub fn upgrade(op: &mut Op) {
    schemas(op);
    enums(op);
    types_of_others(op);
    sequences(op);
    types(op);
    columns(op);
    tables(op);
    constraints(op);
    indexes(op);
    objects(op);
    comments(op);
    data(op);
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade).reverse(nothing);
    op.run(fill).sql("SELECT 1");
}

fn nothing(_: &mut Op) {}

async fn fill(_: &mut Connection) -> Result {
    Ok(())
}

fn schemas(op: &mut Op) {
    op.create_schema("app").if_not_exists();
    op.drop_schema("app").if_exists();
    op.rename_schema("app", "main");
    op.create_extension("citext");
    op.create_extension("vector")
        .schema("app")
        .version("0.8")
        .if_not_exists();
    op.drop_extension("citext").if_exists();
}

fn enums(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's"]).comment("how");
    op.create_enum(qualified("a.b", "c.d"), [""; 0]);
    op.drop_enum(unqualified("a.b")).if_exists();
    op.rename_enum("app.mood", "feeling");
    op.add_enum_value("mood", "ok").before("sad");
    op.add_enum_value("mood", "ok").after("sad").if_not_exists();
    op.rename_enum_value("mood", "ok", "fine");
    op.drop_enum_value("mood", "fine")
        .column("users", "mood")
        .column("app.users", "mood");
}

fn types_of_others(op: &mut Op) {
    op.create_domain("d", integer())
        .not_null()
        .default(7)
        .check("k", "VALUE > 0")
        .comment("a");
    op.create_domain("app.d", text()).default_sql("upper('a')");
    op.alter_domain("d")
        .not_null()
        .nullable()
        .default("a")
        .default_sql("1 + 1")
        .drop_default()
        .check("l", "VALUE > 1")
        .drop_check("k");
    op.rename_domain("d", "e");
    op.drop_domain("d").if_exists();
    op.create_composite("c")
        .attribute("street", text())
        .attribute("zip", varchar(9))
        .comment("b");
    op.alter_composite("c")
        .attribute("city", text())
        .drop_attribute("zip")
        .alter_attribute("street", custom("citext"))
        .rename_attribute("street", "road");
    op.rename_composite("c", "b");
    op.drop_composite("b").if_exists();
}

fn sequences(op: &mut Op) {
    op.create_sequence("s")
        .type_(integer())
        .start(1)
        .increment(-2)
        .min(-9_223_372_036_854_775_808)
        .max(0x7fff)
        .cache(10)
        .cycle()
        .owned_by("users", "id")
        .comment("counts")
        .if_not_exists();
    op.alter_sequence("s").plain();
    op.alter_sequence("app.s")
        .type_(smallint())
        .start(1)
        .increment(2)
        .min(3)
        .max(4)
        .cache(5)
        .cycle()
        .owned_by("users", "id");
    op.alter_sequence("s").owned_by_none();
    op.drop_sequence("s").if_exists();
    op.rename_sequence("s", "t");
}

fn types(op: &mut Op) {
    op.create_table(
        "types",
        [
            column("c01", boolean()),
            column("c02", tinyint()),
            column("c03", smallint()),
            column("c04", mediumint()),
            column("c05", integer().unsigned()),
            column("c06", bigint().unsigned().auto_increment()),
            column("c07", real()),
            column("c08", double()),
            column("c09", numeric(10, -2)),
            column("c10", numeric_unlimited()),
            column("c11", char(3)),
            column("c12", varchar(255)),
            column("c13", varchar_unlimited()),
            column("c14", text()),
            column("c15", tinytext()),
            column("c16", mediumtext()),
            column("c17", longtext()),
            column("c18", binary(16)),
            column("c19", varbinary(16)),
            column("c20", blob()),
            column("c21", tinyblob()),
            column("c22", mediumblob()),
            column("c23", longblob()),
            column("c24", date()),
            column("c25", time().precision(3)),
            column("c26", timetz()),
            column("c27", timestamp()),
            column("c28", timestamptz().precision(6)),
            column("c29", interval()),
            column("c30", uuid()),
            column("c31", json()),
            column("c32", jsonb()),
            column("c33", enum_("app.mood")),
            column("c34", one_of(["a", "b"])),
            column("c35", array(array(timestamptz()))),
            column("c36", inet()),
            column("c37", cidr()),
            column("c38", custom("tsvector")),
        ],
    );
}

fn columns(op: &mut Op) {
    op.create_table(
        "columns",
        [
            column("a", integer()).primary_key(),
            column("b", bigint()).primary_key().nullable(),
            column("c", bigint()).identity(
                identity()
                    .always()
                    .start(1)
                    .increment(2)
                    .min(3)
                    .max(4)
                    .cache(5)
                    .cycle(),
            ),
            column("d", text()).not_null().default("it's").unique(),
            column("e", integer())
                .default(-1)
                .check("e > 0")
                .check("e < 9"),
            column("f", text())
                .default_sql("now()")
                .references("app.teams", "id"),
            column("g", text())
                .default_on(Sqlite, true)
                .default_sql_on(Postgres, "gen_random_uuid()")
                .type_on(MySql, varchar(36))
                .type_on(Postgres, uuid()),
            column("h", text()).generated("a || b"),
            column("i", text()).generated_stored("a || b"),
            column("j", text()).collate("en_US.utf8").comment("sorted"),
            column("k", text()).collate(qualified("pg_catalog", "C")),
        ],
    );
    op.add_column("users", column("a", text()).not_null().default(""))
        .first();
    op.add_column(
        "users",
        column("b", text()).unique().check("b <> ''").primary_key(),
    )
    .after("a")
    .if_not_exists();
    op.alter_column("users", "a")
        .type_(varchar(3))
        .using("left(a, 3)")
        .nullable()
        .default(1.5)
        .identity(identity())
        .generated("x")
        .collate("C")
        .comment("first");
    op.alter_column("users", "a")
        .not_null()
        .default_sql("now()")
        .drop_identity()
        .drop_generated()
        .drop_collation()
        .drop_comment();
    op.alter_column("app.users", "a")
        .drop_default()
        .default_on(MySql, 1)
        .default_sql_on(Postgres, "now()")
        .type_on(Sqlite, text())
        .generated_stored("y");
    op.rename_column("users", "a", "b");
    op.drop_column("users", "b").if_exists();
}

fn tables(op: &mut Op) {
    op.create_table(
        qualified("app", "a.b"),
        [column("a", integer()), column("b", integer())],
    )
    .primary_key(["a", "b"])
    .unique(["b", "a"])
    .unique(unique(["a"]).named("one"))
    .check("a > b")
    .check(check("a <> b").named("other"))
    .foreign_key(foreign_key(["a"], "teams", ["id"]))
    .exclude(exclusion([element("a", "=")]))
    .index(
        index("ix", [name("a").desc(), sql("lower(b)")])
            .unique()
            .nulls_not_distinct()
            .using("btree")
            .where_("a > 0")
            .include(["b"])
            .with("fillfactor", "70")
            .comment("fast"),
    )
    .index(index("iy", ["b"]))
    .comment("all")
    .engine("InnoDB")
    .charset("utf8mb4")
    .collate("utf8mb4_bin")
    .strict()
    .without_rowid()
    .unlogged()
    .partition_by("RANGE (a)")
    .partition("t_1", "FOR VALUES FROM (1) TO (2) PARTITION BY LIST (b)")
    .subpartition("app.t_2", "t_1", "DEFAULT")
    .inherits("app.base")
    .row_security()
    .with("z", "1")
    .with("a", "2")
    .if_not_exists();
    op.alter_table("users")
        .comment("all")
        .engine("MyISAM")
        .charset("latin1")
        .collate("latin1_bin")
        .strict(true)
        .without_rowid(false)
        .unlogged(true)
        .row_security(false)
        .with("fillfactor", "70");
    op.alter_table("app.users")
        .drop_comment()
        .without_parameters();
    op.rename_table("app.users", "members");
    op.move_table("users", "app");
    op.move_table_to_default("app.users");
    op.drop_table("users").if_exists();
}

fn constraints(op: &mut Op) {
    op.create_primary_key("users", ["id"]);
    op.create_primary_key(
        "users",
        primary_key(["id"])
            .named("pk")
            .deferrable()
            .comment("a")
            .include(["email"])
            .on_conflict(Replace),
    );
    op.create_primary_key("users", primary_key(["id"]).initially_deferred());
    op.create_unique("users", ["email"]);
    op.create_unique(
        "users",
        unique(["email"])
            .named("one")
            .nulls_not_distinct()
            .deferrable()
            .comment("b")
            .include(["id"])
            .on_conflict(Ignore),
    );
    op.create_unique("users", unique(["email"]).initially_deferred());
    op.create_unique("users", unique(["email"]).on_conflict(Fail).unnamed());
    op.create_unique("users", unique(["email"]).on_conflict(Rollback));
    op.create_check("users", "age > 0");
    op.create_check(
        "users",
        check("age > 0")
            .named("ok")
            .not_valid()
            .comment("c")
            .no_inherit()
            .unnamed(),
    );
    op.create_foreign_key(
        "users",
        foreign_key(["team_id"], "app.teams", ["id"])
            .named("fk")
            .on_delete(Cascade)
            .on_update(Restrict)
            .match_full()
            .comment("d")
            .deferrable()
            .not_valid()
            .unnamed(),
    );
    op.create_foreign_key(
        "users",
        foreign_key(["a", "b"], "teams", ["c", "d"])
            .on_delete(SetNull)
            .set_columns(["b"])
            .on_update(SetDefault)
            .initially_deferred(),
    );
    op.create_foreign_key("users", foreign_key(["a"], "t", ["b"]).on_delete(NoAction));
    op.create_exclusion(
        "bookings",
        exclusion([
            element("room", "=").desc().nulls_first(),
            element_sql("tsrange(a, b)", "&&")
                .operator_class("range_ops")
                .nulls_last(),
        ])
        .named("no_overlap")
        .using("gist")
        .where_("NOT cancelled")
        .comment("e")
        .deferrable(),
    );
    op.create_exclusion("bookings", exclusion([]).initially_deferred());
    op.drop_primary_key("users");
    op.drop_primary_key("users").named("pk").if_exists();
    op.drop_unique("users", "one").if_exists();
    op.drop_check("users", "ok").if_exists();
    op.drop_foreign_key("users", "fk").if_exists();
    op.drop_exclusion("bookings", "no_overlap").if_exists();
    op.rename_constraint("users", "a", "b");
    op.validate_constraint("users", "b");
}

fn indexes(op: &mut Op) {
    op.create_index("ix", "users", ["email"])
        .unique()
        .nulls_not_distinct()
        .using("gin")
        .where_("email IS NOT NULL")
        .include(["id", "name"])
        .with("fillfactor", "70")
        .comment("fast")
        .concurrently()
        .if_not_exists();
    op.create_index(
        "iy",
        "app.users",
        [
            name("a").desc().nulls_first(),
            name("b").nulls_last().length(10),
            sql("lower(c)")
                .operator_class("text_pattern_ops")
                .collate("C"),
        ],
    );
    op.add_index("users", ["email", "name"]).unique();
    op.drop_index("ix", "users").concurrently().if_exists();
    op.rename_index("users", "ix", "iy");
}

fn objects(op: &mut Op) {
    op.create_view("v", "SELECT 1")
        .columns(["a"])
        .or_replace()
        .comment("one");
    op.create_materialized_view("m", "SELECT 1 AS b")
        .columns(["a"])
        .index(index("ix", ["a"]))
        .or_replace()
        .comment("kept");
    op.drop_view("v").if_exists();
    op.drop_materialized_view("m").if_exists();
    op.rename_view("v", "w");
    op.rename_materialized_view("app.m", "n");
    op.create_function("area(integer, app.mood)", "CREATE FUNCTION …");
    op.create_procedure("app.tidy", "CREATE PROCEDURE …");
    op.drop_function("area(integer, app.mood)").if_exists();
    op.drop_procedure("app.tidy").if_exists();
    op.create_trigger("t", "users", "CREATE TRIGGER …");
    op.drop_trigger("t", "users").if_exists();
    op.create_policy("p", "users", "CREATE POLICY …");
    op.drop_policy("p", "users").if_exists();
}

fn comments(op: &mut Op) {
    op.comment_on_schema("app", "a");
    op.drop_comment_on_schema("app");
    op.comment_on_enum("mood", "b");
    op.drop_comment_on_enum("mood");
    op.comment_on_domain("d", "h");
    op.drop_comment_on_domain("d");
    op.comment_on_composite("c", "i");
    op.drop_comment_on_composite("c");
    op.comment_on_sequence("s", "c");
    op.drop_comment_on_sequence("s");
    op.comment_on_view("v", "d");
    op.drop_comment_on_view("v");
    op.comment_on_materialized_view("m", "e");
    op.drop_comment_on_materialized_view("m");
    op.comment_on_index("ix", "users", "f");
    op.drop_comment_on_index("ix", "users");
    op.comment_on_constraint("one", "users", "g");
    op.drop_comment_on_constraint("one", "users");
}

fn data(op: &mut Op) {
    op.bulk_insert(
        "t",
        ["a", "b", "c", "d", "e", "f"],
        [
            (1, "a", true, 1.5, b"\x00\xff", null()),
            (-2, "it's", false, -1e300, b"ab", value("x")),
        ],
    )
    .row((1, 2, 3, 4, 5, 6))
    .row(["a", "b", "c", "d", "e", "f"]);
    op.bulk_insert("t", ["a"], [(1,), (2,)]);
    op.bulk_insert(
        "t",
        ["a", "b"],
        [[value(1), value("a")], [value(2.5), value(b"\\")]],
    );
    op.bulk_insert(
        "t",
        ["a"],
        [(number(170_141_183_460_469_231_731_687_303_715_884_105_727),)],
    );
    op.bulk_insert("t", [""; 0], [(); 2]);
    op.execute("SELECT 1; SELECT 2").execute("SELECT 3");
    op.execute_on(Postgres, "SELECT 4");
    match op.dialect() {
        Postgres => op.execute("P"),
        MySql => op.execute("M"),
        Sqlite => op.execute("S"),
    };
}
