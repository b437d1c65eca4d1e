//! The files that stand for all others in a large organisation: some hundred, to which its rows point.

/// Types, and what their files are called.
const KINDS: [(&str, &str); 21] = [
    ("AF", "Appel de fonds"),
    ("RA", "Relevé de compte"),
    ("QL", "Quittance de loyer"),
    ("BL", "Contrat de location"),
    ("CG", "Compte rendu de gestion"),
    ("CO", "Courrier"),
    ("RDC", "Règlement de copropriété"),
    ("FS", "Fiche synthétique"),
    ("CE", "Carnet d’entretien"),
    ("DT", "Diagnostic technique"),
    ("AS", "Assurance de l’immeuble"),
    ("CT", "Contrat"),
    ("ME", "Contrat d’entretien"),
    ("PV", "Procès-verbal d’assemblée générale"),
    ("CS", "Contrat de syndic"),
    ("BA", "Balance générale"),
    ("RB", "Relevé bancaire"),
    ("LC", "Liste des copropriétaires"),
    ("CP", "Carte professionnelle"),
    ("RC", "Responsabilité civile"),
    ("AJ", "Assignation"),
];
/// How many different files there are of a type.
const COPIES: usize = 16;

/// A file that many rows point to.
#[derive(Debug)]
pub struct Shared {
    /// Below the root of documents.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// The file of a document of this type in the unit with this number.
pub(super) fn path(kind: &str, unit: usize) -> String {
    let kind = if KINDS.iter().any(|(known, _)| *known == kind) { kind } else { "RC" };
    format!("modeles/{}-{:02}.pdf", kind.to_lowercase(), unit % COPIES + 1)
}

/// All of these files.
pub fn shared() -> Vec<Shared> {
    let all = (0..COPIES).flat_map(|copy| KINDS.iter().map(move |kind| (copy, kind)));
    all.map(|(copy, (kind, title))| Shared {
        path: path(kind, copy),
        title: format!("{title} – modèle n° {}", copy + 1),
    })
    .collect()
}
