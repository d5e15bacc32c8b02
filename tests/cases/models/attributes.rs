use revision_core::{SqlEnum, Table};

#[derive(Table)]
#[table(nam = "a", index, index("emial"), unique("id", nme = "x"), primary_key("id"), primary_key("email"))]
#[table(foreign_key("id", references("b")), exclude("id"), materialized, 5, comment = a)]
#[table = "x"]
struct Words {
    #[column(primary_kye, unique = true, index index, name = 5)]
    id: i64,
    #[column(default_sql(postgre = "1"), on_delete = cascad, identity = maybe)]
    email: String,
}

#[derive(Table)]
struct Contradictions {
    #[column(name = "a")]
    #[sqlx(rename = "b")]
    a: i32,
    #[column(on_update = cascade)]
    c: i32,
    #[column(stored)]
    d: i32,
    #[column(generated = "1", default = 2)]
    e: i32,
    #[column(default = 1, default_sql = "2")]
    f: i32,
    #[column(identity = false)]
    g: i32,
    #[column(skip, unique)]
    h: i32,
    #[column(primary_key)]
    i: Option<i32>,
    #[column(name = "c")]
    j: i32,
}

#[derive(Table)]
#[table(primary_key("id"))]
struct TwoKeys {
    #[column(primary_key)]
    id: i32,
}

#[derive(Table)]
struct Nothing {}

#[derive(Table)]
struct Unnamed(i32);

#[derive(Table)]
struct Several<T> {
    value: T,
}

#[derive(Table)]
enum NoStruct {
    A,
}

#[derive(Table)]
#[table(view = "SELECT 1", check("a > 0"))]
struct CheckedView {
    a: i32,
}

#[derive(Table)]
#[table(embedded, name = "a")]
struct NamedPart {
    a: i32,
}

#[derive(SqlEnum)]
enum Holding {
    A(i32),
    B,
    #[sqlx(rename = "B")]
    C,
}

#[derive(SqlEnum)]
enum Empty {}

#[derive(SqlEnum)]
struct NoEnum;

fn main() {}
