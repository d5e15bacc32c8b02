//! Every option there is, beside the same without it.

use Meant::{Everywhere, For, SoOn};

use crate::prelude::*;
use crate::{Backend, Op};

/// An option: what says it, and what says all but that.
pub(super) struct Row {
    /// The field that keeps it.
    pub(super) field: &'static str,
    /// What it is written as.
    pub(super) word: &'static str,
    /// Where it is to say something.
    pub(super) meant: Meant,
    pub(super) without: fn(&mut Op),
    pub(super) with: fn(&mut Op),
}

/// Where an option is to say something.
#[derive(Clone, Copy)]
pub(super) enum Meant {
    Everywhere,
    /// On the database that it is for by its name, and by what its documentation says.
    For(Backend),
    /// Everywhere, and on these it is so in any case.
    SoOn(&'static [Backend]),
}

/// What is there before.
pub(super) fn before(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
    op.create_table("teams", [column("id", integer()).primary_key()]);
    op.create_table(
        "t",
        [
            column("id", integer()).primary_key(),
            column("a", varchar(20)),
            column("b", varchar(20)).unique(),
            column("m", enum_("mood")),
        ],
    )
    .check(check("id > 0").named("positive"))
    .index(index("ix", ["a"]));
    op.create_table("filled", [column("id", integer())])
        .with("fillfactor", "70");
    op.create_view("v", "SELECT 1 AS one");
}

macro_rules! rows {
    ($op:ident; $($field:literal, $word:literal, $meant:expr, $without:expr => $with:expr;)+) => {
        vec![$(Row {
            field: $field,
            word: $word,
            meant: $meant,
            without: |$op| { $without; },
            with: |$op| { $with; },
        }),+]
    };
}

fn a_table(op: &mut Op) -> &mut crate::op::CreateTable {
    op.create_table("n", [column("a", varchar(20)).not_null()])
}

pub(super) fn rows() -> Vec<Row> {
    let parts = [
        tables(),
        changes(),
        columns(),
        column_changes(),
        constraints(),
        indexes(),
        objects(),
        whether_it_is_there(),
    ];
    parts.into_iter().flatten().collect()
}

fn tables() -> Vec<Row> {
    rows! { op;
        "Table.comment", "create_table(…).comment(…)", Everywhere, a_table(op) => a_table(op).comment("said");
        "TableOptions.engine", "create_table(…).engine(…)", For(MySql), a_table(op) => a_table(op).engine("InnoDB");
        "TableOptions.charset", "create_table(…).charset(…)", For(MySql), a_table(op) => a_table(op).charset("latin1");
        "TableOptions.collation", "create_table(…).collate(…)", Everywhere, a_table(op) => a_table(op).collate("utf8mb4_bin");
        "TableOptions.strict", "create_table(…).strict()", For(Sqlite),
            op.create_table("n", [column("a", text())]) => op.create_table("n", [column("a", text())]).strict();
        "TableOptions.without_rowid", "create_table(…).without_rowid()", For(Sqlite),
            a_table(op).primary_key(["a"]) => a_table(op).primary_key(["a"]).without_rowid();
        "TableOptions.unlogged", "create_table(…).unlogged()", For(Postgres), a_table(op) => a_table(op).unlogged();
        "TableOptions.partition_by", "create_table(…).partition_by(…)", Everywhere,
            a_table(op) => a_table(op).partition_by("HASH (a)");
        "Table.partitions", "create_table(…).partition(…)", Everywhere,
            a_table(op).partition_by("HASH (a)")
            => a_table(op).partition_by("HASH (a)").partition("n_1", "FOR VALUES WITH (MODULUS 2, REMAINDER 0)");
        "Partition.of", "create_table(…).subpartition(…)", Everywhere,
            a_table(op).partition_by("HASH (a)").partition("n_1", "DEFAULT PARTITION BY HASH (a)")
            => a_table(op).partition_by("HASH (a)").partition("n_1", "DEFAULT PARTITION BY HASH (a)").subpartition("n_2", "n_1", "DEFAULT");
        "TableOptions.inherits", "create_table(…).inherits(…)", Everywhere, a_table(op) => a_table(op).inherits("t");
        "TableOptions.row_security", "create_table(…).row_security()", Everywhere, a_table(op) => a_table(op).row_security();
        "TableOptions.storage", "create_table(…).with(\"fillfactor\", …)", Everywhere,
            a_table(op) => a_table(op).with("fillfactor", "70");
        "TableOptions.storage", "create_table(…).with(\"row_format\", …)", Everywhere,
            a_table(op) => a_table(op).with("row_format", "dynamic");
    }
}

fn changes() -> Vec<Row> {
    rows! { op;
        "TableChange.comment", "alter_table(…).comment(…)", Everywhere, op.alter_table("t") => op.alter_table("t").comment("said");
        "TableChange.engine", "alter_table(…).engine(…)", For(MySql),
            op.alter_table("t") => op.alter_table("t").engine("InnoDB");
        "TableChange.charset", "alter_table(…).charset(…)", For(MySql),
            op.alter_table("t") => op.alter_table("t").charset("latin1");
        "TableChange.collation", "alter_table(…).collate(…)", Everywhere,
            op.alter_table("t") => op.alter_table("t").collate("utf8mb4_bin");
        "TableChange.strict", "alter_table(…).strict(true)", For(Sqlite),
            op.alter_table("t") => op.alter_table("t").strict(true);
        "TableChange.without_rowid", "alter_table(…).without_rowid(true)", For(Sqlite),
            op.alter_table("t") => op.alter_table("t").without_rowid(true);
        "TableChange.unlogged", "alter_table(…).unlogged(true)", For(Postgres),
            op.alter_table("t") => op.alter_table("t").unlogged(true);
        "TableChange.row_security", "alter_table(…).row_security(true)", Everywhere,
            op.alter_table("t") => op.alter_table("t").row_security(true);
        "TableChange.storage", "alter_table(…).with(\"fillfactor\", …)", Everywhere,
            op.alter_table("t") => op.alter_table("t").with("fillfactor", "70");
        "TableChange.storage", "alter_table(…).without_parameters()", SoOn(&[Sqlite]),
            op.alter_table("filled") => op.alter_table("filled").without_parameters();
    }
}

fn columns() -> Vec<Row> {
    fn add(op: &mut Op, column: crate::op::Column) {
        op.add_column("t", column);
    }
    fn counter(op: &mut Op, identity: crate::schema::Identity) {
        op.create_table(
            "n",
            [column("id", bigint()).identity(identity).primary_key()],
        );
    }
    rows! { op;
        "Column.nullable", "column(…).not_null()", Everywhere,
            add(op, column("n", text())) => add(op, column("n", text()).not_null());
        "Column.default", "column(…).default(…)", Everywhere,
            add(op, column("n", integer())) => add(op, column("n", integer()).default(1));
        "Column.identity", "column(…).identity(…)", Everywhere,
            op.create_table("n", [column("id", bigint()).primary_key()]) => counter(op, identity());
        "Identity.always", "identity().always()", Everywhere, counter(op, identity()) => counter(op, identity().always());
        "SequenceOptions.start", "identity().start(…)", Everywhere, counter(op, identity()) => counter(op, identity().start(5));
        "SequenceOptions.increment", "identity().increment(…)", Everywhere,
            counter(op, identity()) => counter(op, identity().increment(5));
        "SequenceOptions.min", "identity().min(…)", Everywhere, counter(op, identity()) => counter(op, identity().min(5));
        "SequenceOptions.max", "identity().max(…)", Everywhere, counter(op, identity()) => counter(op, identity().max(5));
        "SequenceOptions.cache", "identity().cache(…)", Everywhere, counter(op, identity()) => counter(op, identity().cache(5));
        "SequenceOptions.cycle", "identity().cycle()", Everywhere, counter(op, identity()) => counter(op, identity().cycle());
        "Column.generated", "column(…).generated(…)", Everywhere,
            add(op, column("n", text())) => add(op, column("n", text()).generated("a"));
        "Generated.stored", "column(…).generated_stored(…)", Everywhere,
            add(op, column("n", text()).generated("a")) => add(op, column("n", text()).generated_stored("a"));
        "Column.collation", "column(…).collate(…)", Everywhere,
            add(op, column("n", text())) => add(op, column("n", text()).collate("C"));
        "Column.comment", "column(…).comment(…)", Everywhere,
            add(op, column("n", text())) => add(op, column("n", text()).comment("said"));
        "OnDatabase.ty", "column(…).type_on(Postgres, …)", For(Postgres),
            add(op, column("n", text())) => add(op, column("n", text()).type_on(Postgres, integer()));
        "OnDatabase.ty", "column(…).type_on(MySql, …)", For(MySql),
            add(op, column("n", text())) => add(op, column("n", text()).type_on(MySql, integer()));
        "OnDatabase.ty", "column(…).type_on(Sqlite, …)", For(Sqlite),
            add(op, column("n", text())) => add(op, column("n", text()).type_on(Sqlite, integer()));
        "OnDatabase.default", "column(…).default_on(Postgres, …)", For(Postgres),
            add(op, column("n", integer())) => add(op, column("n", integer()).default_on(Postgres, 1));
        "OnDatabase.default", "column(…).default_on(MySql, …)", For(MySql),
            add(op, column("n", integer())) => add(op, column("n", integer()).default_on(MySql, 1));
        "OnDatabase.default", "column(…).default_on(Sqlite, …)", For(Sqlite),
            add(op, column("n", integer())) => add(op, column("n", integer()).default_on(Sqlite, 1));
        "AddColumn.place", "add_column(…).first()", For(MySql),
            op.add_column("t", column("n", text())) => op.add_column("t", column("n", text())).first();
        "AddColumn.place", "add_column(…).after(…)", For(MySql),
            op.add_column("t", column("n", text())) => op.add_column("t", column("n", text())).after("a");
    }
}

fn column_changes() -> Vec<Row> {
    rows! { op;
        "ColumnChange.ty", "alter_column(…).type_(…)", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").type_(text());
        "ColumnChange.using", "alter_column(…).type_(…).using(…)", Everywhere,
            op.alter_column("t", "a").type_(text()) => op.alter_column("t", "a").type_(text()).using("upper(a)");
        "ColumnChange.nullable", "alter_column(…).not_null()", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").not_null();
        "ColumnChange.default", "alter_column(…).default(…)", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").default("x");
        "ColumnChange.identity", "alter_column(…).identity(…)", Everywhere,
            op.alter_column("t", "id") => op.alter_column("t", "id").identity(identity());
        "ColumnChange.generated", "alter_column(…).generated(…)", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").generated("b");
        "ColumnChange.collation", "alter_column(…).collate(…)", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").collate("C");
        "ColumnChange.comment", "alter_column(…).comment(…)", Everywhere,
            op.alter_column("t", "a") => op.alter_column("t", "a").comment("said");
        "ColumnChange.on", "alter_column(…).type_on(Postgres, …)", For(Postgres),
            op.alter_column("t", "a") => op.alter_column("t", "a").type_on(Postgres, text());
        "ColumnChange.on", "alter_column(…).type_on(MySql, …)", For(MySql),
            op.alter_column("t", "a") => op.alter_column("t", "a").type_on(MySql, text());
        "ColumnChange.on", "alter_column(…).type_on(Sqlite, …)", For(Sqlite),
            op.alter_column("t", "a") => op.alter_column("t", "a").type_on(Sqlite, text());
        "ColumnChange.on", "alter_column(…).default_on(Postgres, …)", For(Postgres),
            op.alter_column("t", "a") => op.alter_column("t", "a").default_on(Postgres, "x");
    }
}

fn constraints() -> Vec<Row> {
    fn key(op: &mut Op, key: crate::schema::PrimaryKey) {
        op.create_table("n", [column("a", varchar(9)), column("b", varchar(9))])
            .primary_key(key);
    }
    fn new(op: &mut Op) -> &mut crate::op::CreateTable {
        op.create_table("n", [column("a", integer())])
    }
    fn one(op: &mut Op, unique: crate::schema::Unique) {
        op.create_unique("t", unique.named("one"));
    }
    fn holds(op: &mut Op, check: crate::schema::Check) {
        op.create_check("t", check);
    }
    fn refers(op: &mut Op, key: crate::schema::ForeignKey) {
        op.create_foreign_key("t", key.named("refers"));
    }
    fn team() -> crate::schema::ForeignKey {
        foreign_key(["id"], "teams", ["id"])
    }
    fn apart(op: &mut Op, exclusion: crate::schema::Exclusion) {
        op.create_exclusion("t", exclusion.named("apart"));
    }
    fn room() -> crate::schema::Exclusion {
        exclusion([element("a", "=")])
    }
    rows! { op;
        "PrimaryKey.name", "primary_key(…).named(…)", For(Postgres),
            key(op, primary_key(["a"])) => key(op, primary_key(["a"]).named("k"));
        "PrimaryKey.deferrable", "primary_key(…).deferrable()", Everywhere,
            key(op, primary_key(["a"])) => key(op, primary_key(["a"]).deferrable());
        "PrimaryKey.include", "primary_key(…).include(…)", Everywhere,
            key(op, primary_key(["a"])) => key(op, primary_key(["a"]).include(["b"]));
        "PrimaryKey.comment", "primary_key(…).comment(…)", Everywhere,
            key(op, primary_key(["a"])) => key(op, primary_key(["a"]).comment("said"));
        "PrimaryKey.on_conflict", "primary_key(…).on_conflict(…)", Everywhere,
            key(op, primary_key(["a"])) => key(op, primary_key(["a"]).on_conflict(Ignore));
        "Unique.name", "unique(…).named(…)", Everywhere,
            op.create_unique("t", ["a"]) => op.create_unique("t", unique(["a"]).named("k"));
        "Unique.nulls_not_distinct", "unique(…).nulls_not_distinct()", Everywhere,
            one(op, unique(["a"])) => one(op, unique(["a"]).nulls_not_distinct());
        "Unique.deferrable", "unique(…).deferrable()", Everywhere,
            one(op, unique(["a"])) => one(op, unique(["a"]).deferrable());
        "Unique.include", "unique(…).include(…)", Everywhere,
            one(op, unique(["a"])) => one(op, unique(["a"]).include(["b"]));
        "Unique.comment", "unique(…).comment(…)", Everywhere,
            one(op, unique(["a"])) => one(op, unique(["a"]).comment("said"));
        "Unique.on_conflict", "unique(…).on_conflict(…)", Everywhere,
            one(op, unique(["a"])) => one(op, unique(["a"]).on_conflict(Ignore));
        "Unique.unnamed", "unique(…).unnamed()", For(Sqlite),
            new(op).unique(["a"]) => new(op).unique(unique(["a"]).unnamed());
        "Check.name", "check(…).named(…)", Everywhere,
            holds(op, check("id > 1")) => holds(op, check("id > 1").named("k"));
        "Check.not_valid", "check(…).not_valid()", Everywhere,
            holds(op, check("id > 1")) => holds(op, check("id > 1").not_valid());
        "Check.no_inherit", "check(…).no_inherit()", For(Postgres),
            op.create_table("n", [column("a", integer())]).check(check("a > 1").named("k"))
            => op.create_table("n", [column("a", integer())]).check(check("a > 1").named("k").no_inherit());
        "Check.comment", "check(…).comment(…)", Everywhere,
            holds(op, check("id > 1")) => holds(op, check("id > 1").comment("said"));
        "Check.unnamed", "check(…).unnamed()", For(Sqlite),
            new(op).check("a > 1") => new(op).check(check("a > 1").unnamed());
        "ForeignKey.name", "foreign_key(…).named(…)", Everywhere,
            op.create_foreign_key("t", team()) => op.create_foreign_key("t", team().named("k"));
        "ForeignKey.on_delete", "foreign_key(…).on_delete(SetDefault)", Everywhere,
            refers(op, team()) => refers(op, team().on_delete(SetDefault));
        "ForeignKey.set_columns", "foreign_key(…).set_columns(…)", Everywhere,
            refers(op, team().on_delete(SetNull)) => refers(op, team().on_delete(SetNull).set_columns(["id"]));
        "ForeignKey.on_update", "foreign_key(…).on_update(Cascade)", Everywhere,
            refers(op, team()) => refers(op, team().on_update(Cascade));
        "ForeignKey.matching", "foreign_key(…).match_full()", Everywhere,
            refers(op, team()) => refers(op, team().match_full());
        "ForeignKey.deferrable", "foreign_key(…).deferrable()", Everywhere,
            refers(op, team()) => refers(op, team().deferrable());
        "ForeignKey.not_valid", "foreign_key(…).not_valid()", Everywhere,
            refers(op, team()) => refers(op, team().not_valid());
        "ForeignKey.comment", "foreign_key(…).comment(…)", Everywhere,
            refers(op, team()) => refers(op, team().comment("said"));
        "ForeignKey.unnamed", "foreign_key(…).unnamed()", For(Sqlite),
            new(op).foreign_key(foreign_key(["a"], "teams", ["id"]))
            => new(op).foreign_key(foreign_key(["a"], "teams", ["id"]).unnamed());
        "AddConstraint.constraint", "create_exclusion(…)", Everywhere, op.alter_table("t") => apart(op, room());
        "Exclusion.name", "exclusion(…).named(…)", Everywhere,
            op.create_exclusion("t", room()) => op.create_exclusion("t", room().named("k"));
        "Exclusion.method", "exclusion(…).using(…)", Everywhere, apart(op, room()) => apart(op, room().using("gist"));
        "Exclusion.predicate", "exclusion(…).where_(…)", Everywhere, apart(op, room()) => apart(op, room().where_("id > 1"));
        "Exclusion.deferrable", "exclusion(…).deferrable()", Everywhere, apart(op, room()) => apart(op, room().deferrable());
        "Exclusion.comment", "exclusion(…).comment(…)", Everywhere, apart(op, room()) => apart(op, room().comment("said"));
        "ExclusionElement.descending", "element(…).desc()", Everywhere,
            apart(op, room()) => apart(op, exclusion([element("a", "=").desc()]));
        "ExclusionElement.nulls", "element(…).nulls_first()", Everywhere,
            apart(op, room()) => apart(op, exclusion([element("a", "=").nulls_first()]));
        "ExclusionElement.operator_class", "element(…).operator_class(…)", Everywhere,
            apart(op, room()) => apart(op, exclusion([element("a", "=").operator_class("text_ops")]));
    }
}

fn indexes() -> Vec<Row> {
    fn ix(op: &mut Op) -> &mut crate::op::CreateIndex {
        op.create_index("iy", "t", ["a"])
    }
    fn of(op: &mut Op, column: crate::schema::IndexColumn) {
        op.create_index("iy", "t", [column]);
    }
    fn counted(op: &mut Op) -> &mut crate::op::CreateIndex {
        op.add_column("u", column("n", bigint().auto_increment()));
        op.create_index("iy", "u", ["n"])
    }
    rows! { op;
        "Index.unique", "create_index(…).unique()", Everywhere, ix(op) => ix(op).unique();
        "Index.nulls_not_distinct", "create_index(…).nulls_not_distinct()", Everywhere,
            ix(op).unique() => ix(op).unique().nulls_not_distinct();
        "Index.method", "create_index(…).using(\"btree\")", SoOn(&[Sqlite]), ix(op) => ix(op).using("btree");
        "Index.method", "create_index(…).using(\"hash\")", Everywhere, ix(op) => ix(op).using("hash");
        "Index.method", "create_index(…).using(\"gin\")", Everywhere, ix(op) => ix(op).using("gin");
        "Index.predicate", "create_index(…).where_(…)", Everywhere, ix(op).unique() => ix(op).unique().where_("id > 1");
        "Index.predicate", "create_index(…).where_(…), with a column that counts", Everywhere,
            counted(op).unique() => counted(op).unique().where_("n > 1");
        "Index.include", "create_index(…).include(…)", Everywhere, ix(op) => ix(op).include(["b"]);
        "Index.storage", "create_index(…).with(\"fillfactor\", …)", Everywhere, ix(op) => ix(op).with("fillfactor", "70");
        "Index.comment", "create_index(…).comment(…)", Everywhere, ix(op) => ix(op).comment("said");
        "CreateIndex.concurrently", "create_index(…).concurrently()", For(Postgres), ix(op) => ix(op).concurrently();
        "CreateIndex.if_not_exists", "create_index(…).if_not_exists()", Everywhere, ix(op) => ix(op).if_not_exists();
        "CreateIndex.if_not_exists", "create_index(…).if_not_exists(), with a column that counts", Everywhere,
            counted(op) => counted(op).if_not_exists();
        "DropIndex.concurrently", "drop_index(…).concurrently()", For(Postgres),
            op.drop_index("ix", "t") => op.drop_index("ix", "t").concurrently();
        "IndexColumn.descending", "name(…).desc()", Everywhere, of(op, name("a")) => of(op, name("a").desc());
        "IndexColumn.nulls", "name(…).nulls_last()", Everywhere, of(op, name("a")) => of(op, name("a").nulls_last());
        "IndexColumn.operator_class", "name(…).operator_class(…)", Everywhere,
            of(op, name("a")) => of(op, name("a").operator_class("text_pattern_ops"));
        "IndexColumn.collation", "name(…).collate(…)", Everywhere, of(op, name("a")) => of(op, name("a").collate("C"));
        "IndexColumn.length", "name(…).length(…)", Everywhere, of(op, name("a")) => of(op, name("a").length(5));
    }
}

fn objects() -> Vec<Row> {
    fn a_sequence(op: &mut Op) -> &mut crate::op::CreateSequence {
        op.create_sequence("s")
    }
    rows! { op;
        "View.columns", "create_view(…).columns(…)", Everywhere,
            op.create_view("w", "SELECT 1") => op.create_view("w", "SELECT 1").columns(["a"]);
        "View.comment", "create_view(…).comment(…)", Everywhere,
            op.create_view("w", "SELECT 1") => op.create_view("w", "SELECT 1").comment("said");
        "CreateView.or_replace", "create_view(…).or_replace()", Everywhere,
            op.create_view("w", "SELECT 1") => op.create_view("w", "SELECT 1").or_replace();
        "View.materialized", "create_materialized_view(…)", Everywhere,
            op.create_view("w", "SELECT 1") => op.create_materialized_view("w", "SELECT 1");
        "View.indexes", "create_materialized_view(…).index(…)", Everywhere,
            op.create_materialized_view("w", "SELECT 1 AS a")
            => op.create_materialized_view("w", "SELECT 1 AS a").index(index("iy", ["a"]));
        "Enum.comment", "create_enum(…).comment(…)", Everywhere,
            op.create_enum("e", ["a"]) => op.create_enum("e", ["a"]).comment("said");
        "Domain.not_null", "create_domain(…).not_null()", Everywhere,
            op.create_domain("d", text()) => op.create_domain("d", text()).not_null();
        "Domain.default", "create_domain(…).default(…)", Everywhere,
            op.create_domain("d", text()) => op.create_domain("d", text()).default("x");
        "Domain.checks", "create_domain(…).check(…)", Everywhere,
            op.create_domain("d", text()) => op.create_domain("d", text()).check("k", "VALUE <> ''");
        "Domain.comment", "create_domain(…).comment(…)", Everywhere,
            op.create_domain("d", text()) => op.create_domain("d", text()).comment("said");
        "Composite.comment", "create_composite(…).comment(…)", Everywhere,
            op.create_composite("c") => op.create_composite("c").comment("said");
        "AddEnumValue.place", "add_enum_value(…).before(…)", Everywhere,
            op.add_enum_value("mood", "ok") => op.add_enum_value("mood", "ok").before("sad");
        "Sequence.ty", "create_sequence(…).type_(…)", Everywhere, a_sequence(op) => a_sequence(op).type_(integer());
        "Sequence.options", "create_sequence(…).start(…)", Everywhere, a_sequence(op) => a_sequence(op).start(5);
        "Sequence.owned_by", "create_sequence(…).owned_by(…)", Everywhere, a_sequence(op) => a_sequence(op).owned_by("t", "id");
        "Sequence.comment", "create_sequence(…).comment(…)", Everywhere, a_sequence(op) => a_sequence(op).comment("said");
        "SequenceChange.ty", "alter_sequence(…).type_(…)", Everywhere,
            op.alter_sequence("s").plain() => op.alter_sequence("s").plain().type_(integer());
        "SequenceChange.options", "alter_sequence(…).start(…)", Everywhere,
            op.alter_sequence("s").plain() => op.alter_sequence("s").start(5);
        "SequenceChange.owned_by", "alter_sequence(…).owned_by(…)", Everywhere,
            op.alter_sequence("s").plain() => op.alter_sequence("s").plain().owned_by("t", "id");
        "Extension.namespace", "create_extension(…).schema(…)", Everywhere,
            op.create_extension("citext") => op.create_extension("citext").schema("app");
        "Extension.version", "create_extension(…).version(…)", Everywhere,
            op.create_extension("citext") => op.create_extension("citext").version("1.6");
        "Comment.on", "comment_on_schema(…)", Everywhere, op.execute("") => op.comment_on_schema("app", "said");
        "Comment.on", "comment_on_enum(…)", Everywhere, op.execute("") => op.comment_on_enum("mood", "said");
        "Comment.on", "comment_on_domain(…)", Everywhere, op.execute("") => op.comment_on_domain("d", "said");
        "Comment.on", "comment_on_composite(…)", Everywhere, op.execute("") => op.comment_on_composite("c", "said");
        "Comment.on", "comment_on_sequence(…)", Everywhere, op.execute("") => op.comment_on_sequence("s", "said");
        "Comment.on", "comment_on_view(…)", Everywhere, op.execute("") => op.comment_on_view("v", "said");
        "Comment.on", "comment_on_index(…)", Everywhere, op.execute("") => op.comment_on_index("ix", "t", "said");
        "Comment.on", "comment_on_constraint(…)", Everywhere, op.execute("") => op.comment_on_constraint("positive", "t", "said");
    }
}

fn whether_it_is_there() -> Vec<Row> {
    rows! { op;
        "CreateNamespace.if_not_exists", "create_schema(…).if_not_exists()", Everywhere,
            op.create_schema("app") => op.create_schema("app").if_not_exists();
        "DropNamespace.if_exists", "drop_schema(…).if_exists()", Everywhere,
            op.drop_schema("app") => op.drop_schema("app").if_exists();
        "CreateExtension.if_not_exists", "create_extension(…).if_not_exists()", Everywhere,
            op.create_extension("citext") => op.create_extension("citext").if_not_exists();
        "DropExtension.if_exists", "drop_extension(…).if_exists()", Everywhere,
            op.drop_extension("citext") => op.drop_extension("citext").if_exists();
        "DropEnum.if_exists", "drop_enum(…).if_exists()", For(Postgres),
            op.drop_enum("e") => op.drop_enum("e").if_exists();
        "DropType.if_exists", "drop_domain(…).if_exists()", Everywhere,
            op.drop_domain("d") => op.drop_domain("d").if_exists();
        "AddEnumValue.if_not_exists", "add_enum_value(…).if_not_exists()", SoOn(&[MySql, Sqlite]),
            op.add_enum_value("mood", "sad") => op.add_enum_value("mood", "sad").if_not_exists();
        "CreateSequence.if_not_exists", "create_sequence(…).if_not_exists()", Everywhere,
            op.create_sequence("s") => op.create_sequence("s").if_not_exists();
        "DropSequence.if_exists", "drop_sequence(…).if_exists()", Everywhere,
            op.drop_sequence("s") => op.drop_sequence("s").if_exists();
        "CreateTable.if_not_exists", "create_table(…).if_not_exists()", Everywhere, a_table(op) => a_table(op).if_not_exists();
        "DropTable.if_exists", "drop_table(…).if_exists()", Everywhere, op.drop_table("t") => op.drop_table("t").if_exists();
        "AddColumn.if_not_exists", "add_column(…).if_not_exists()", Everywhere,
            op.add_column("t", column("a", text())) => op.add_column("t", column("a", text())).if_not_exists();
        "DropColumn.if_exists", "drop_column(…).if_exists()", Everywhere,
            op.drop_column("t", "none") => op.drop_column("t", "none").if_exists();
        "DropConstraint.if_exists", "drop_check(…).if_exists()", Everywhere,
            op.drop_check("t", "positive") => op.drop_check("t", "positive").if_exists();
        "DropIndex.if_exists", "drop_index(…).if_exists()", Everywhere,
            op.drop_index("ix", "t") => op.drop_index("ix", "t").if_exists();
        "DropView.if_exists", "drop_view(…).if_exists()", Everywhere, op.drop_view("v") => op.drop_view("v").if_exists();
        "DropFunction.if_exists", "drop_function(…).if_exists()", Everywhere,
            op.drop_function("f") => op.drop_function("f").if_exists();
        "DropTrigger.if_exists", "drop_trigger(…).if_exists()", Everywhere,
            op.drop_trigger("g", "t") => op.drop_trigger("g", "t").if_exists();
        "DropPolicy.if_exists", "drop_policy(…).if_exists()", Everywhere,
            op.drop_policy("p", "t") => op.drop_policy("p", "t").if_exists();
    }
}
