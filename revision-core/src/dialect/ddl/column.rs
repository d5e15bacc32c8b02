//! A column as a statement defines it, with the constraints that stand beside it.

use sqlparser::ast::{
    AlterColumnOperation, ColumnDef, ColumnOption, DataType, Expr, GeneratedAs,
    GeneratedExpressionMode, Ident, SequenceOptions as Parsed,
};
use sqlparser::tokenizer::Token;

use super::{Context, Done, Stop, parse};
use crate::operation::{ColumnChange, Operation};
use crate::schema::{
    Column, Constraint, Default, Generated, Identity, Literal, Name, PrimaryKey, QualifiedName,
    Sequence, SequenceOptions, Type, Unique,
};

/// A column, and what else its definition makes.
pub(super) struct Defined {
    pub(super) column: Column,
    pub(super) constraints: Vec<Constraint>,
    /// A counter that the column takes its default from.
    pub(super) sequence: Option<(QualifiedName, Sequence)>,
}

impl Context<'_> {
    pub(super) fn column(&self, table: &QualifiedName, def: &ColumnDef) -> Done<Defined> {
        let options = def.options.iter();
        let options = options.map(|option| (option.name.as_ref(), &option.option));
        self.defined(table, self.ident(&def.name), &def.data_type, options)
    }

    pub(super) fn defined<'o>(
        &self,
        table: &QualifiedName,
        name: Name,
        data_type: &DataType,
        options: impl Iterator<Item = (Option<&'o Ident>, &'o ColumnOption)>,
    ) -> Done<Defined> {
        let mut defined = Defined {
            column: Column::new(name.clone(), self.ty(data_type)),
            constraints: Vec::new(),
            sequence: None,
        };
        self.counted(table, &mut defined);
        let mut on_update = None;
        for (own, option) in options {
            let own = own.map(|own| self.ident(own));
            let column = &mut defined.column;
            match option {
                ColumnOption::Null => column.nullable = true,
                ColumnOption::NotNull => column.nullable = false,
                ColumnOption::Default(expr) => column.default = default(expr),
                ColumnOption::PrimaryKey(_) => {
                    let mut key = PrimaryKey::new(vec![name.clone()]);
                    key.name = own;
                    column.nullable = false;
                    defined.constraints.push(Constraint::PrimaryKey(key));
                }
                ColumnOption::Unique(unique) => {
                    let mut made = Unique::new(vec![name.clone()]);
                    made.name = own;
                    made.deferrable = self.deferrable(unique.characteristics.as_ref());
                    defined.constraints.push(Constraint::Unique(made));
                }
                ColumnOption::ForeignKey(key) => {
                    let mut made = self.foreign_key(table, key)?;
                    made.name = own;
                    made.columns = vec![name.clone()];
                    // There what stands beside a column is read and forgotten.
                    if self.server.product != crate::Product::MySql {
                        defined.constraints.push(Constraint::ForeignKey(made));
                    }
                }
                ColumnOption::Check(check) => {
                    let mut made = crate::schema::Check::new(parse::text(&check.expr));
                    made.name = own.or(self.column_check(table, &name));
                    defined.constraints.push(Constraint::Check(made));
                }
                ColumnOption::Collation(collation) => {
                    column.collation = Some(self.object(collation)?);
                }
                ColumnOption::Comment(comment) => {
                    column.comment = Some(comment.clone()).filter(|text| !text.is_empty());
                }
                ColumnOption::OnUpdate(expr) => on_update = Some(expr.to_string()),
                ColumnOption::Generated {
                    generated_as,
                    sequence_options,
                    generation_expr,
                    generation_expr_mode,
                    ..
                } => self.generated(
                    column,
                    generated_as,
                    sequence_options.as_deref(),
                    generation_expr.as_ref(),
                    generation_expr_mode.as_ref(),
                )?,
                ColumnOption::DialectSpecific(tokens) if counts(tokens) => {
                    column.identity = Some(Identity::default());
                    column.nullable = false;
                }
                ColumnOption::CharacterSet(_) | ColumnOption::OnConflict(_) => {}
                _ => return Err(Stop::Unknown),
            }
        }
        if let Some(on_update) = on_update {
            // It belongs to the default, where there is one: a schema has no other place for it.
            match &mut defined.column.default {
                Some(Default::Sql(sql)) => *sql = format!("{sql} ON UPDATE {on_update}"),
                _ => return Err(Stop::Unknown),
            }
        }
        Ok(defined)
    }

    /// The server's name for the check beside a column; none where it has none.
    fn column_check(&self, table: &QualifiedName, column: &Name) -> Option<Name> {
        use crate::schema::naming::{Naming, named};
        let template = Naming::default().check;
        (!self.is_mysql()).then(|| named(&template, table, &[column]))
    }

    /// Spells out `serial`, which is short for a counter and a default.
    fn counted(&self, table: &QualifiedName, defined: &mut Defined) {
        let Type::Custom(word) = &defined.column.ty else {
            return;
        };
        let ty = match word.as_str() {
            "serial" | "serial4" => Type::Integer { unsigned: false },
            "bigserial" | "serial8" => Type::BigInt { unsigned: false },
            "smallserial" | "serial2" => Type::SmallInt { unsigned: false },
            _ => return,
        };
        let column = &mut defined.column;
        if self.is_mysql() {
            column.ty = Type::BigInt { unsigned: true };
            column.identity = Some(Identity::default());
            column.nullable = false;
            return;
        }
        if !self.is_postgres() {
            return;
        }
        column.ty = ty.clone();
        column.nullable = false;
        let name = self.free_sequence(table, &column.name);
        column.default = Some(Default::Sql(format!(
            "nextval('{}'::regclass)",
            shown(&name)
        )));
        let mut sequence = Sequence::default();
        sequence.ty = Some(ty);
        sequence.owned_by = Some((table.clone(), column.name.clone()));
        defined.sequence = Some((name, sequence));
    }

    fn free_sequence(&self, table: &QualifiedName, column: &Name) -> QualifiedName {
        let plain = format!("{}_{column}_seq", table.name);
        let mut numbered = (1..1_000).map(|number| format!("{plain}{number}"));
        let at = |name: &str| table.beside(&name.into());
        if !self.schema.sequences.contains_key(&at(&plain)) {
            return at(&plain);
        }
        let free = numbered.find(|name| !self.schema.sequences.contains_key(&at(name)));
        at(&free.unwrap_or(plain))
    }

    fn generated(
        &self,
        column: &mut Column,
        generated_as: &GeneratedAs,
        sequence_options: Option<&[Parsed]>,
        expr: Option<&Expr>,
        mode: Option<&GeneratedExpressionMode>,
    ) -> Done<()> {
        match expr {
            Some(expr) => {
                let stored = match mode {
                    Some(GeneratedExpressionMode::Stored) => true,
                    Some(GeneratedExpressionMode::Virtual) => false,
                    None => self.is_postgres() && !self.server.is_at_least(18, 0),
                };
                column.generated = Some(Generated {
                    sql: parse::text(expr),
                    stored,
                });
            }
            None => {
                let mut identity = Identity::default();
                identity.always = matches!(generated_as, GeneratedAs::Always);
                identity.options = options(sequence_options.unwrap_or_default())?;
                column.identity = Some(identity);
                column.nullable = false;
            }
        }
        Ok(())
    }

    /// What `ALTER COLUMN` does.
    pub(super) fn alter_column(
        &mut self,
        table: &QualifiedName,
        column: &Ident,
        operation: &AlterColumnOperation,
    ) -> Done<()> {
        let mut change = ColumnChange::default();
        match operation {
            AlterColumnOperation::SetNotNull => change.nullable = Some(false),
            AlterColumnOperation::DropNotNull => change.nullable = Some(true),
            AlterColumnOperation::SetDefault { value } => change.default = Some(default(value)),
            AlterColumnOperation::DropDefault => change.default = Some(None),
            AlterColumnOperation::SetDataType {
                data_type, using, ..
            } => {
                change.ty = Some(self.ty(data_type));
                change.using = using.as_ref().map(ToString::to_string);
            }
            AlterColumnOperation::AddGenerated {
                generated_as,
                sequence_options,
            } => {
                let mut identity = Identity::default();
                identity.always = matches!(generated_as, Some(GeneratedAs::Always));
                identity.options = options(sequence_options.as_deref().unwrap_or_default())?;
                change.identity = Some(Some(identity));
            }
        }
        self.apply(&Operation::AlterColumn {
            table: table.clone(),
            column: self.ident(column),
            change: Box::new(change),
        })
    }

    /// Gives a column a whole new definition.
    pub(super) fn redefine(&mut self, table: &QualifiedName, defined: Defined) -> Done<()> {
        let column = defined.column;
        let here = self.schema.tables.get(table);
        let key = here.and_then(|here| here.primary_key.as_ref());
        // The key stays, and keeps its columns from holding nothing.
        let in_key = key.is_some_and(|key| key.columns.contains(&column.name));
        let mut change = ColumnChange::default();
        change.ty = Some(column.ty);
        change.nullable = (!in_key).then_some(column.nullable);
        change.default = Some(column.default);
        change.identity = Some(column.identity);
        change.generated = Some(column.generated);
        change.collation = Some(column.collation);
        change.comment = Some(column.comment);
        if change.identity != Some(None) {
            change.nullable = None;
        }
        self.apply(&Operation::AlterColumn {
            table: table.clone(),
            column: column.name,
            change: Box::new(change),
        })?;
        for constraint in defined.constraints {
            self.add_constraint(table, constraint)?;
        }
        Ok(())
    }
}

/// What a column holds where nothing is said; none for nothing.
pub(super) fn default(expr: &Expr) -> Option<Default> {
    match parse::literal(expr) {
        Some(Literal::Null) => None,
        Some(literal) => Some(Default::Value(literal)),
        None => Some(Default::Sql(parse::text(expr))),
    }
}

fn counts(tokens: &[Token]) -> bool {
    let [Token::Word(word)] = tokens else {
        return false;
    };
    ["AUTO_INCREMENT", "AUTOINCREMENT"].contains(&word.value.to_uppercase().as_str())
}

fn options(parsed: &[Parsed]) -> Done<SequenceOptions> {
    let number = |expr: &Expr| match parse::literal(expr) {
        Some(Literal::Integer(number)) => i64::try_from(number).map_err(|_| Stop::Unknown),
        _ => Err(Stop::Unknown),
    };
    let mut options = SequenceOptions::default();
    for one in parsed {
        match one {
            Parsed::IncrementBy(expr, _) => {
                options.increment = Some(number(expr)?).filter(|it| *it != 1);
            }
            Parsed::MinValue(expr) => options.min = expr.as_ref().map(number).transpose()?,
            Parsed::MaxValue(expr) => options.max = expr.as_ref().map(number).transpose()?,
            Parsed::StartWith(expr, _) => options.start = Some(number(expr)?).filter(|it| *it != 1),
            Parsed::Cache(expr) => options.cache = Some(number(expr)?).filter(|it| *it != 1),
            Parsed::Cycle(no) => options.cycle = !no,
        }
    }
    Ok(options)
}

/// A name as the server shows it in an expression.
fn shown(name: &QualifiedName) -> String {
    let word = |name: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.chars().all(plain) {
            name.to_owned()
        } else {
            format!("\"{}\"", name.replace('"', "\"\"").replace('\'', "''"))
        }
    };
    match &name.namespace {
        Some(namespace) => format!("{}.{}", word(namespace), word(&name.name)),
        None => word(&name.name),
    }
}
