//! The tables' versions: one set of files per dialect, compiled in. Backward compatible: an older back goes on working
//! beside a newer one until it is replaced.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

const SQLITE: &[(i64, &str, &str)] = &[
    (1, "identity", include_str!("migrations/sqlite/0001_identity.sql")),
    (2, "opened", include_str!("migrations/sqlite/0002_opened.sql")),
    (4, "mail", include_str!("migrations/sqlite/0004_mail.sql")),
    (5, "entry", include_str!("migrations/sqlite/0005_entry.sql")),
    (6, "factors", include_str!("migrations/sqlite/0006_factors.sql")),
    (7, "federation", include_str!("migrations/sqlite/0007_federation.sql")),
    (8, "terms", include_str!("migrations/sqlite/0008_terms.sql")),
    (9, "provision", include_str!("migrations/sqlite/0009_provision.sql")),
    (10, "journal", include_str!("migrations/sqlite/0010_journal.sql")),
    (11, "held_from", include_str!("migrations/sqlite/0011_held_from.sql")),
    (12, "source_email", include_str!("migrations/sqlite/0012_source_email.sql")),
    (13, "claims", include_str!("migrations/sqlite/0013_claims.sql")),
    (14, "letters", include_str!("migrations/sqlite/0014_letters.sql")),
    (15, "ways", include_str!("migrations/sqlite/0015_ways.sql")),
    (16, "undelivered", include_str!("migrations/sqlite/0016_undelivered.sql")),
];
const POSTGRES: &[(i64, &str, &str)] = &[
    (1, "identity", include_str!("migrations/postgres/0001_identity.sql")),
    (2, "opened", include_str!("migrations/postgres/0002_opened.sql")),
    (4, "mail", include_str!("migrations/postgres/0004_mail.sql")),
    (5, "entry", include_str!("migrations/postgres/0005_entry.sql")),
    (6, "factors", include_str!("migrations/postgres/0006_factors.sql")),
    (7, "federation", include_str!("migrations/postgres/0007_federation.sql")),
    (8, "terms", include_str!("migrations/postgres/0008_terms.sql")),
    (9, "provision", include_str!("migrations/postgres/0009_provision.sql")),
    (10, "journal", include_str!("migrations/postgres/0010_journal.sql")),
    (11, "held_from", include_str!("migrations/postgres/0011_held_from.sql")),
    (12, "source_email", include_str!("migrations/postgres/0012_source_email.sql")),
    (13, "claims", include_str!("migrations/postgres/0013_claims.sql")),
    (14, "letters", include_str!("migrations/postgres/0014_letters.sql")),
    (15, "ways", include_str!("migrations/postgres/0015_ways.sql")),
    (16, "undelivered", include_str!("migrations/postgres/0016_undelivered.sql")),
];

pub(super) fn sqlite() -> Migrator {
    migrator(SQLITE)
}

pub(super) fn postgres() -> Migrator {
    migrator(POSTGRES)
}

fn migrator(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migrations = files.iter().map(|&(version, name, sql)| {
        let sql = sql.into_sql_str();
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn mails_outlive_the_table_that_is_written_anew() {
        let mut link = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let before: Vec<_> = SQLITE.iter().copied().filter(|(version, ..)| *version < 13).collect();
        migrator(&before).run(&mut link).await.unwrap();
        let mails = "INSERT INTO account (kind, name, login, password, state, created_at) \
            VALUES ('staff', 'Ana', 'ana', 'x', 'active', 1); \
            INSERT INTO outbox (cause, account, recipient, language, front_kind, message, sealed, state, tries, created_at, \
              due_at, ends_at) VALUES ('a', 1, 'a@example.org', 'fr', 'staff', 'email_code', x'01', 'waiting', 2, 3, 4, 5); \
            INSERT INTO outbox (cause, language, front_kind, message, state, created_at, due_at, settled_at) \
              VALUES ('b', 'en', 'public', 'terms_due', 'sent', 6, 7, 8)";
        sqlx::raw_sql(mails).execute(&mut link).await.unwrap();
        sqlite().run(&mut link).await.unwrap();
        let select = "SELECT id || cause || account || recipient || language || front_kind || message || hex(sealed) || state \
            || tries || created_at || due_at || ends_at FROM outbox WHERE claim IS NULL AND cause = 'a' UNION ALL \
            SELECT id || cause || language || front_kind || message || state || created_at || due_at || settled_at \
            FROM outbox WHERE claim IS NULL AND cause = 'b'";
        let kept: Vec<String> = sqlx::query_scalar(select).fetch_all(&mut link).await.unwrap();
        assert_eq!(kept, ["1a1a@example.orgfrstaffemail_code01waiting2345", "2benpublicterms_duesent678"]);
        // What else belongs to the account still goes with it.
        sqlx::query("DELETE FROM account").execute(&mut link).await.unwrap();
        let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM outbox").fetch_one(&mut link).await.unwrap();
        assert_eq!(left, 1);
    }

    #[test]
    fn both_dialects_have_the_same_versions() {
        let versions = |files: &[(i64, &'static str, &'static str)]| {
            files.iter().map(|&(version, name, _)| (version, name)).collect::<Vec<_>>()
        };
        assert_eq!(versions(SQLITE), versions(POSTGRES));
    }
}
