//! Whether the role could write: Vantail only reads the business database, and asks for a role that can do no more.

use sqlx::{MySqlConnection, PgConnection, Row as _};

/// At most so many tables are named.
const NAMED: &str = "5";

const POSTGRES: &str = "SELECT 'it is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper \
     UNION ALL (SELECT format('it may write %I.%I', n.nspname, c.relname) \
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
       AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \
       AND (pg_has_role(c.relowner, 'USAGE') OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') \
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE')) \
     ORDER BY n.nspname, c.relname LIMIT CAST($1 AS integer))";

/// Rights that let a user change something (mariadb.com/kb/en/grant); those in one word with a line below are of `MySQL`, and
/// give what others have, settings, or a whole server's data (dev.mysql.com/doc/refman/9.7/en/privileges-provided.html).
const WRITING: [&str; 22] = [
    "ALL PRIVILEGES",
    "INSERT",
    "UPDATE",
    "DELETE",
    "DELETE HISTORY",
    "CREATE",
    "DROP",
    "ALTER",
    "INDEX",
    "TRIGGER",
    "EVENT",
    "FILE",
    "SUPER",
    "CREATE USER",
    "CREATE ROLE",
    "DROP ROLE",
    "CLONE_ADMIN",
    "REPLICATION_APPLIER",
    "ROLE_ADMIN",
    "SET_ANY_DEFINER",
    "SET_USER_ID",
    "SYSTEM_VARIABLES_ADMIN",
];

/// What the role could write, in words; nothing when it can only read.
pub(super) async fn postgres(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(POSTGRES).bind(NAMED).fetch_all(connection).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

/// As [`postgres`], for a user with the roles that are on from the beginning.
pub(super) async fn mariadb(connection: &mut MySqlConnection) -> Result<Vec<String>, sqlx::Error> {
    let mut told = Vec::new();
    for row in sqlx::query("SHOW GRANTS").fetch_all(connection).await? {
        let bytes: &[u8] = row.try_get_unchecked(0)?;
        told.extend(writes(&String::from_utf8_lossy(bytes)));
    }
    Ok(told)
}

/// `it may INSERT, UPDATE on db.*`, when a line of `SHOW GRANTS` gives such a right.
fn writes(grant: &str) -> Option<String> {
    let (rights, rest) = grant.strip_prefix("GRANT ")?.split_once(" ON ")?;
    let place = rest.split(" TO ").next().unwrap_or_default();
    let mut depth = 0usize;
    // Columns stand in brackets after their right.
    let plain = rights.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    let plain: String = plain.collect();
    let writing: Vec<&str> =
        plain.split(',').map(str::trim).filter(|right| WRITING.contains(right)).collect();
    (!writing.is_empty()).then(|| format!("it may {} on {place}", writing.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_understood() {
        for grant in [
            "GRANT USAGE ON *.* TO `vantail`@`localhost` IDENTIFIED BY PASSWORD '*INSERT'",
            "GRANT SELECT, SHOW VIEW ON `koha`.* TO `vantail`@`%`",
            "GRANT SELECT (`UPDATE`, b) ON `koha`.`items` TO `vantail`@`%`",
            "GRANT `reader` TO `vantail`@`%`",
            "GRANT `reader`@`%`,`CREATE`@`%` TO `vantail`@`%`",
            "GRANT BACKUP_ADMIN,SHOW_ROUTINE ON *.* TO `vantail`@`%`",
        ] {
            assert_eq!(writes(grant), None, "{grant}");
        }
        for (grant, told) in [
            ("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`", "it may ALL PRIVILEGES on *.*"),
            (
                "GRANT BACKUP_ADMIN,ROLE_ADMIN,CLONE_ADMIN ON *.* TO `v`@`%` WITH GRANT OPTION",
                "it may ROLE_ADMIN, CLONE_ADMIN on *.*",
            ),
            ("GRANT SELECT, UPDATE (a, b) ON `k`.`items` TO `v`@`%`", "it may UPDATE on `k`.`items`"),
        ] {
            assert_eq!(writes(grant).as_deref(), Some(told));
        }
    }
}
