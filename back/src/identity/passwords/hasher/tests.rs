use super::*;

const LIGHT: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };

fn is_clean(hasher: &Hasher) -> bool {
    hasher.blocks.iter().all(|block| block.as_ref().iter().all(|word| *word == 0))
}

#[test]
fn nothing_of_a_password_stays_in_the_memory() {
    let mut hasher = Hasher::default();
    assert!(!hasher.holds_memory());
    hasher.hash(LIGHT, "password", &[7; SALT]).unwrap();
    assert!(hasher.is_used() && !is_clean(&hasher));
    hasher.wipe();
    assert!(!hasher.is_used() && is_clean(&hasher) && hasher.holds_memory());
    hasher.release();
    assert!(!hasher.holds_memory());
}

#[test]
fn kept_memory_changes_no_hash() {
    let mut kept = Hasher::default();
    kept.hash(PasswordCost { memory_kib: 256, passes: 3, lanes: 2 }, "another", &[1; SALT]).unwrap();
    let hash = kept.hash(LIGHT, "password", &[7; SALT]).unwrap();
    assert_eq!(hash, Hasher::default().hash(LIGHT, "password", &[7; SALT]).unwrap());
}
