use revision_core::Table;

#[derive(Table)]
#[table(name = "users", check("age >= 0", name = "age_ok"))]
pub struct User {
    #[column(primary_key, identity = false)]
    pub id: i64,
    #[column(type = varchar(80), unique)]
    pub name: String,
    pub age: i64,
    #[column(name = "mail", index)]
    pub email: Option<String>,
}

pub mod more {
    use revision_core::{SqlEnum, Table};

    #[derive(Table)]
    pub struct Note {
        #[column(primary_key)]
        pub id: i64,
        pub mood: Mood,
    }

    #[derive(SqlEnum)]
    pub enum Mood {
        Sad,
        Happy,
    }
}
