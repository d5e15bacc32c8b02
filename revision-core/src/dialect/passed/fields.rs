//! The fields that options are kept in. A new field does not compile here until it is listed: as an option, which then
//! wants a row, or as what the operation is about.

use crate::operation::{
    BulkInsert, ColumnChange, Execute, Operation, Run, SequenceChange, TableChange,
};
use crate::schema::{
    Check, Column, Composite, Domain, Enum, Exclusion, ExclusionElement, Extension, ForeignKey,
    Generated, Identity, Index, IndexColumn, OnDatabase, Partition, PrimaryKey, Sequence,
    SequenceOptions, Table, TableOptions, Unique, View,
};

/// The fields of values: what they are about, and their options.
macro_rules! values {
    ($($kind:ident: $($about:ident)*; $($option:ident)*,)+) => {{
        $(let _ = |one: &$kind| {
            let $kind { $($about: _,)* $($option: _,)* } = one;
        };)+
        vec![$($(concat!(stringify!($kind), ".", stringify!($option)),)*)+]
    }};
}

/// The same of operations.
macro_rules! operations {
    ($($kind:ident: $($about:ident)*; $($option:ident)*,)+) => {{
        let _ = |one: &Operation| match one {
            $(Operation::$kind { $($about: _,)* $($option: _,)* } => {})+
            Operation::BulkInsert(BulkInsert { table: _, columns: _, rows: _ })
            | Operation::Execute(Execute { sql: _, on: _ })
            | Operation::Run(Run { name: _, sql: _ })
            | Operation::Reverse(_) => {}
        };
        vec![$($(concat!(stringify!($kind), ".", stringify!($option)),)*)+]
    }};
}

pub(super) fn fields() -> Vec<&'static str> {
    let mut all = values! {
        // What is a value of its own has options of its own.
        Partition: clause; of,
        Table: columns primary_key unique checks foreign_keys exclusions indexes options source; partitions comment,
        TableOptions: ; engine charset collation strict without_rowid unlogged partition_by inherits row_security storage,
        TableChange: ; comment engine charset collation strict without_rowid unlogged row_security storage,
        Column: name ty on; nullable default identity generated collation comment,
        ColumnChange: ; ty using nullable default identity generated collation comment on,
        OnDatabase: ; ty default,
        Identity: options; always,
        Generated: sql; stored,
        SequenceOptions: ; start increment min max cache cycle,
        PrimaryKey: columns; name deferrable include comment on_conflict,
        Unique: columns; name nulls_not_distinct deferrable include comment on_conflict unnamed,
        Check: sql; name not_valid no_inherit comment unnamed,
        ForeignKey: columns references referenced; name on_delete set_columns on_update matching deferrable not_valid comment unnamed,
        Exclusion: elements; name method predicate deferrable comment,
        ExclusionElement: key operator; operator_class descending nulls,
        Index: columns; unique nulls_not_distinct method predicate include storage comment,
        IndexColumn: key; descending nulls operator_class collation length,
        View: query; columns materialized indexes comment,
        Domain: base; not_null default checks comment,
        Composite: attributes; comment,
        Enum: values; comment,
        Sequence: ; ty options owned_by comment,
        SequenceChange: ; ty options owned_by,
        Extension: ; namespace version,
    };
    all.extend(operations! {
        CreateNamespace: name; if_not_exists,
        DropNamespace: name; if_exists,
        RenameNamespace: from to;,
        CreateExtension: name extension; if_not_exists,
        DropExtension: name; if_exists,
        CreateEnum: name definition;,
        DropEnum: name; if_exists,
        RenameEnum: from to;,
        AddEnumValue: name value; place if_not_exists,
        RenameEnumValue: name from to;,
        DropEnumValue: name value columns;,
        CreateType: name definition;,
        AlterType: name change;,
        DropType: name domain; if_exists,
        RenameType: from to domain;,
        CreateSequence: name sequence; if_not_exists,
        AlterSequence: name change;,
        DropSequence: name; if_exists,
        RenameSequence: from to;,
        CreateTable: name table; if_not_exists,
        DropTable: name; if_exists,
        RenameTable: from to;,
        MoveTable: name to;,
        AlterTable: name change;,
        AddColumn: table column; if_not_exists place,
        DropColumn: table column; if_exists,
        AlterColumn: table column change;,
        RenameColumn: table from to;,
        AddConstraint: table; constraint,
        DropConstraint: table name kind; if_exists,
        RenameConstraint: table from to;,
        ValidateConstraint: table name;,
        CreateIndex: name table index; concurrently if_not_exists,
        DropIndex: name table; concurrently if_exists,
        RenameIndex: table from to;,
        CreateView: name view; or_replace,
        DropView: name materialized; if_exists,
        RenameView: from to materialized;,
        CreateFunction: name sql;,
        DropFunction: name procedure; if_exists,
        CreateTrigger: name table sql;,
        DropTrigger: name table; if_exists,
        CreatePolicy: name table sql;,
        DropPolicy: name table; if_exists,
        Comment: comment; on,
    });
    all
}
