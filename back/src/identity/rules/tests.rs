use proptest::prelude::*;

use super::*;

fn own() -> Own {
    Own {
        login: "bako-tile-mosu".to_owned(),
        name: "Éléonore de la Tour".to_owned(),
        email: "e.latour@exemple.fr".to_owned(),
    }
}

fn unmet(rules: &PasswordRules, password: &str) -> Vec<Kind> {
    rules.unmet(password, &own()).iter().map(Rule::kind).collect()
}

#[test]
fn what_meets_the_rules_of_today() {
    for password in [
        "une longue phrase secrète",
        "lanterne-bleue-quai-52",
        "cuivre-lampe-orage-61",
        "sapin-vague-miel-07",
        "7f!Qz_wd9Lr2",
        "κωδικός πρόσβασης μου",
        "correct horse battery staple",
    ] {
        assert_eq!(unmet(&PasswordRules::default(), password), [], "{password}");
    }
}

#[test]
fn each_rule_is_told_by_itself() {
    let cases = [
        ("7f!Qz_wd9Lr", Kind::Length),
        ("aaaaaaaaaaaaaaaa", Kind::Bits),
        ("Marseille2024", Kind::Bits),
        ("azertyuiop123", Kind::Bits),
        ("motdepasse1234", Kind::Common),
        ("password1234", Kind::Bits),
        ("7f!Qz_eleonore_wd9", Kind::Own),
        ("7f!Qz_LATOUR_wd9Lr", Kind::Own),
        ("x9 bako-tile-mosu 7f!Qz", Kind::Own),
    ];
    for (password, kind) in cases {
        let unmet = unmet(&PasswordRules::default(), password);
        assert!(unmet.contains(&kind), "{password}: {unmet:?}");
    }
    let kinds = PasswordRules { each: [true; 4], kinds: 3, ..PasswordRules::default() };
    assert_eq!(unmet(&kinds, "Une longue phrase sur 2 lignes"), []);
    assert_eq!(
        unmet(&kinds, "unelonguephrasequinefinitpas"),
        [Kind::Upper, Kind::Digit, Kind::Special, Kind::Kinds]
    );
    assert_eq!(unmet(&kinds, &"é".repeat(129)), [Kind::Longest]);
}

#[test]
fn eighty_bits_ask_for_more_than_fifty() {
    let rules = PasswordRules { bits: 80, ..PasswordRules::default() };
    assert_eq!(unmet(&rules, "7f!Qz_wd9Lr2"), [Kind::Bits]);
    assert_eq!(unmet(&rules, "7f!Qz_wd9Lr2xK"), []);
}

#[test]
fn stricter_rules_have_another_fingerprint() {
    let rules = PasswordRules::default();
    let stricter = PasswordRules { length: 14, ..rules.clone() };
    assert_eq!(rules.fingerprint(), PasswordRules { days: Some(90), ..rules.clone() }.fingerprint());
    assert_ne!(rules.fingerprint(), stricter.fingerprint());
}

#[test]
fn there_are_words_in_french_and_each_of_them_is_too_little() {
    let words: Vec<&str> = include_str!("french.txt").split_whitespace().collect();
    assert!(words.len() > 350);
    for word in words.iter().filter(|word| word.len() >= 8).take(40) {
        let found = unmet(&PasswordRules::default(), word);
        assert!(found.contains(&Kind::Common) && found.contains(&Kind::Bits), "{word}: {found:?}");
    }
}

/// What is tried first, and what people make of it when a form asks for more.
const TRIED: &str = "
    123456 123456789 12345678910 1234567890123 111111111111 000000000000 qwerty qwertyuiop1234 1q2w3e4r5t6y 1qaz2wsx3edc
    password password1 P@ssw0rd P@ssw0rd2024! Password123456 iloveyou iloveyou2024 welcome Welcome2024! letmein123456
    sunshine Sunshine2023! dragon monkey football1998 princess2010 superman trustno1 abc123 abcdefghijkl admin Admin123456!
    azerty azerty123456 Azertyuiop123! azertyuiopqsdf @zerty2024! qsdfghjklm wxcvbn123456 motdepasse MotDePasse2024!
    M0tDeP@sse123 Motdepasse!! doudou Doudou2015! loulou loulou1234567 marseille Marseille13! M@rseille2024 soleil
    Soleil2024! S0leil2024!! bonjour Bonjour123456! chouchou Chouchou69! jetaime Jetaime2024! JeTAime!2023 chocolat
    Chocolat2024! coucou123456 Nicolas1985! camille2001! Thomas120890 Caroline75012 Juillet2024! Septembre2023!
    Printemps2024! Dimanche2024! Paris75001! PSG2024!psg Toulouse31000! Olympique2023! Vacances2024! Chérie2024!! Noël2024!!!
    Été2024!!!!! Zoé12345678! Bienvenue2024! Secret123456! Maison123456 Locataire2024! Copropriete2024! Syndic123456!
";

#[test]
fn nothing_that_everybody_tries_is_enough_however_it_is_decorated() {
    // Their length is not what is against them.
    let rules = PasswordRules { length: 1, ..PasswordRules::default() };
    let tried: Vec<&str> = TRIED.split_whitespace().collect();
    assert!(tried.len() >= 80);
    let enough: Vec<_> = tried.iter().filter(|password| unmet(&rules, password).is_empty()).collect();
    assert!(enough.is_empty(), "{enough:?}");
}

#[test]
fn an_accent_makes_nothing_hard_to_guess() {
    let bits = |password: &str| {
        let kinds = Kinds::of(password);
        Estimate::of(password, &kinds, &[]).bits
    };
    for (with, without) in
        [("Chérie2024!!", "Cherie2024!!"), ("Hélène1234", "Helene1234"), ("forêt", "foret")]
    {
        assert!(bits(with) <= bits(without) + 2.0, "{with}: {} and {}", bits(with), bits(without));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn anything_may_be_typed(password in ".{0,140}") {
        let rules = PasswordRules { each: [true, false, false, false], kinds: 2, ..PasswordRules::default() };
        let told = rules.list();
        prop_assert!(rules.unmet(&password, &own()).iter().all(|rule| told.contains(rule)));
    }

    #[test]
    fn what_is_drawn_at_random_is_enough(password in "[a-zA-Z0-9!#%&*+=?@]{14}") {
        prop_assert!(!unmet(&PasswordRules::default(), &password).contains(&Kind::Bits));
    }
}
