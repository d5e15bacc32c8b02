//! A folder a case: a revision, and what is there before it.

use crate::case::Case;

macro_rules! cases {
    (@before) => { None };
    (@before $before:ident) => { Some($before::upgrade) };
    ($($name:ident $(: $before:ident)?,)+) => {
        $(mod $name {
            $(mod $before;)?
            mod revision;

            pub(super) fn case() -> super::Case {
                super::Case {
                    name: stringify!($name),
                    text: include_str!(concat!(stringify!($name), "/revision.rs")),
                    before: cases!(@before $($before)?),
                    upgrade: revision::upgrade,
                    downgrade: revision::downgrade,
                }
            }
        })+

        /// All cases.
        pub(crate) fn cases() -> Vec<Case> {
            vec![$($name::case()),+]
        }
    };
}

cases! {
    circle,
    columns: before,
    columns_converted: before,
    computed: before,
    computed_anew: before,
    computed_kept: before,
    computed_virtual: before,
    constraints: before,
    constraints_commented: before,
    constraints_renamed: before,
    constraints_rich: before,
    counters: before,
    data: before,
    enum_value_dropped: before,
    enums: before,
    extensions: before,
    indexes: before,
    indexes_concurrent: before,
    indexes_of_expressions: before,
    indexes_of_keys: before,
    indexes_rich: before,
    keys_dropped: before,
    keys_set: before,
    native_sqlite: before,
    nulls: before,
    overrides,
    policies: before,
    rich_mysql: before,
    routines_mysql: before,
    routines_postgres: before,
    schemas: before,
    sequences: before,
    sequences_rich: before,
    storage: before,
    tables: before,
    tables_parted: before,
    triggers_sqlite: before,
    types_common,
    types_of_others: before,
    types_postgres,
    views: before,
    views_rich: before,
}
