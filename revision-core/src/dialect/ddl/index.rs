//! Indexes as statements define them.

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, IndexColumn as Parsed,
    IndexType, OrderBySort, Statement,
};

use super::super::lex::{Lex, Reader};
use super::{Context, Done, Stop, parse};
use crate::operation::Operation;
use crate::schema::{Index, IndexColumn, IndexKey, Literal, Name, Nulls, QualifiedName, Schema};

/// What has the index of this name.
pub(super) fn owner(schema: &Schema, name: &Name) -> Option<QualifiedName> {
    let tables = schema.tables.iter();
    let mut tables = tables.filter(|(_, table)| {
        let mut unique = table.unique.iter();
        table.indexes.contains_key(name) || unique.any(|one| one.name.as_ref() == Some(name))
    });
    let views = schema.views.iter();
    let mut views = views.filter(|(_, view)| view.indexes.contains_key(name));
    let table = tables.next().map(|(table, _)| table.clone());
    table.or_else(|| views.next().map(|(view, _)| view.clone()))
}

/// `CREATE INDEX`.
pub(super) fn create<'a, L: Lex<'a>>(context: &mut Context<'_>, mut reader: Reader<'a, L>) -> Done {
    let _ = reader.next();
    let method = reader
        .eat_any(&["FULLTEXT", "SPATIAL"])
        .map(str::to_lowercase);
    let text = format!("CREATE {}", &reader.text()[reader.position()..]);
    let Statement::CreateIndex(parsed) = context.parse(&text)? else {
        return Err(Stop::Unknown);
    };
    let table = context.object(&parsed.table_name)?;
    let mut index = Index::new(context.index_columns(&parsed.columns)?);
    index.unique = parsed.unique;
    index.nulls_not_distinct = parsed.nulls_distinct == Some(false);
    index.method = method
        .map(Name::from)
        .or(context.method(parsed.using.as_ref()));
    index.predicate = parsed.predicate.as_ref().map(parse::text);
    index.include = context.idents(&parsed.include);
    index.storage = storage(&parsed.with)?;
    let name = match &parsed.name {
        Some(name) => context.last(name)?,
        // The server's own.
        None => context.index_name(&table, &index),
    };
    context.applied(&Operation::CreateIndex {
        name: Some(name),
        table,
        index: Box::new(index),
        concurrently: parsed.concurrently,
        if_not_exists: parsed.if_not_exists,
    })
}

impl Context<'_> {
    pub(super) fn index_columns(&self, columns: &[Parsed]) -> Done<Vec<IndexColumn>> {
        let columns = columns.iter().map(|column| self.index_column(column));
        columns.collect()
    }

    pub(super) fn index_column(&self, parsed: &Parsed) -> Done<IndexColumn> {
        let ordered = &parsed.column;
        let (expr, collation) = match &ordered.expr {
            Expr::Collate { expr, collation } => (&**expr, Some(collation.to_string())),
            expr => (expr, None),
        };
        let mut column = match self.prefix(expr) {
            Some((name, length)) => {
                let mut column = IndexColumn::new(IndexKey::Column(name));
                column.length = Some(length);
                column
            }
            None => IndexColumn::new(match expr {
                Expr::Identifier(ident) => IndexKey::Column(self.ident(ident)),
                expr => IndexKey::Sql(parse::text(expr)),
            }),
        };
        column.collation = collation;
        column.descending = matches!(ordered.options.sort, Some(OrderBySort::Desc));
        column.nulls = ordered
            .options
            .nulls_first
            .map(|first| if first { Nulls::First } else { Nulls::Last });
        // Where they come anyway.
        let usual = if column.descending {
            Nulls::First
        } else {
            Nulls::Last
        };
        column.nulls = column.nulls.filter(|nulls| *nulls != usual);
        let class = parsed.operator_class.as_ref();
        column.operator_class = class.map(ToString::to_string);
        Ok(column)
    }

    /// The beginning of a text, `name(10)`, which reads like a function.
    fn prefix(&self, expr: &Expr) -> Option<(Name, u32)> {
        let Expr::Function(function) = expr else {
            return None;
        };
        let FunctionArguments::List(list) = &function.args else {
            return None;
        };
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(length))] = list.args.as_slice() else {
            return None;
        };
        let Some(Literal::Integer(length)) = parse::literal(length) else {
            return None;
        };
        let length = u32::try_from(length).ok()?;
        let name = self.last(&function.name).ok()?;
        self.is_mysql().then_some((name, length))
    }

    pub(super) fn method(&self, using: Option<&IndexType>) -> Option<Name> {
        let method = using?.to_string().to_lowercase();
        (method != "btree").then(|| method.into())
    }

    /// The server's name for an index that nobody named.
    pub(super) fn index_name(&self, table: &QualifiedName, index: &Index) -> Name {
        let words = index.columns.iter().map(|column| match &column.key {
            IndexKey::Column(name) => name.to_string(),
            IndexKey::Sql(_) => "expr".to_owned(),
        });
        let words: Vec<String> = words.collect();
        let plain = if self.is_mysql() {
            words.first().cloned().unwrap_or_default()
        } else {
            format!("{}_{}_idx", table.name, words.join("_"))
        };
        let (separator, first) = if self.is_mysql() { ("_", 2) } else { ("", 1) };
        let numbered = (first..10_000).map(|number| format!("{plain}{separator}{number}"));
        let mut all = std::iter::once(plain.clone())
            .chain(numbered)
            .map(Name::from);
        let here = self.schema.tables.get(table);
        let is_taken = |name: &Name| match here {
            Some(here) if self.is_mysql() => {
                let mut unique = here.unique.iter();
                here.indexes.contains_key(name) || unique.any(|one| one.name.as_ref() == Some(name))
            }
            _ => owner(self.schema, name).is_some(),
        };
        all.find(|name| !is_taken(name)).unwrap_or(plain.into())
    }
}

fn storage(with: &[Expr]) -> Done<Vec<(String, String)>> {
    let mut storage = Vec::new();
    for one in with {
        let Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } = one
        else {
            return Err(Stop::Unknown);
        };
        let value = right.to_string();
        let value = value.trim_matches('\'').to_owned();
        storage.push((left.to_string(), value));
    }
    storage.sort();
    Ok(storage)
}
