# Sign-in
login-title = Connexion
login-title-again = Connexion : à vérifier
login-welcome = Votre espace personnel : vos comptes, vos documents.
login-welcome-staff = L’espace de gestion, réservé aux collaborateurs.
login-name = Identifiant
login-password = Mot de passe
login-submit = Se connecter
login-hint = Votre identifiant et votre mot de passe vous ont été remis par courrier, séparément.
login-ended = Votre session est terminée. Reconnectez-vous pour continuer.
login-signed-out = Vous êtes déconnecté. À bientôt !
login-empty = Indiquez votre identifiant et votre mot de passe.
login-too-long = L’identifiant ou le mot de passe est trop long.
login-wrong = L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux et réessayez.

# Home
home-title = Accueil
home-greeting = Bonjour { $value }
home-more = Tout voir
home-empty = Rien à afficher pour le moment
home-empty-text = Vos comptes et vos documents apparaîtront ici dès qu’ils seront disponibles.

# Statement
balance-due = Reste à payer
balance-credit = En votre faveur
balance-even = Votre compte est à jour
balance-word-due = à payer
balance-word-credit = en votre faveur
statement-caption = Lignes du compte, de la plus récente à la plus ancienne
statement-amount = Montant
statement-balance = Solde
statement-total = { $n ->
    [0] Aucune ligne
    [one] { $value } ligne au total
   *[other] { $value } lignes au total
}
lines-found = { $n ->
    [one] { $value } ligne trouvée
   *[other] { $value } lignes trouvées
}
statement-empty = Aucun mouvement pour le moment
statement-empty-text = Les appels et les règlements apparaîtront ici dès le premier.

# Lists and records
list-total = { $n ->
    [one] { $value } élément
   *[other] { $value } éléments
}
list-empty = Rien à afficher pour le moment
list-empty-text = Les éléments apparaîtront ici dès qu’il y en aura.
record-empty = Aucune information pour le moment
record-empty-text = Elle apparaîtra ici dès qu’elle sera connue.

# Documents
documents-total = { $n ->
    [one] { $value } document
   *[other] { $value } documents
}
documents-empty = Aucun document pour le moment
documents-empty-text = Vos avis, relevés et comptes rendus apparaîtront ici dès leur publication.
document-download = Télécharger
document-missing = momentanément indisponible

documents-found = { $n ->
    [0] Aucun document trouvé
    [one] { $value } document trouvé
   *[other] { $value } documents trouvés
}
document-new = Nouveau

# Time line, charts, files of rows
timeline-empty = Rien encore
timeline-empty-text = Chaque événement apparaîtra ici à sa date.
chart-balance = Le solde, mois par mois
chart-numbers = Les chiffres du graphique
chart-month = Mois
chart-kind = Nature
chart-value = Montant
chart-told = de { $first } ({ $begin }) à { $last } ({ $end }), au plus bas { $least }, au plus haut { $most }.
export = Télécharger pour un tableur (CSV)
export-cut = Les lignes suivantes manquent : un fichier contient au plus { $value } lignes.

# Expected documents
coverage-title = Documents attendus
coverage-intro = Les documents que la loi ou vos contrats demandent, immeuble par immeuble.
coverage-told = Présents : { $there } sur { $all }
coverage-present = Présent
coverage-stale = Trop ancien
coverage-missing = Manquant
coverage-newest = Le plus récent
coverage-counted = { $count } sur { $needed }
coverage-empty = Aucun document attendu pour le moment
coverage-empty-text = La liste des documents de vos immeubles apparaîtra ici, avec leur date.
coverage-none = Aucun document attendu
coverage-none-text = La carte des données dit quels documents sont attendus, et de quoi.

pager = Autres parties
pager-newer = Plus récent
pager-older = Plus ancien
pager-previous = Précédent
pager-next = Suivant

# Account
account-title = Mon compte
account-identity = Identité
account-email = Adresse électronique
account-email-none = Aucune adresse connue
account-language = Langue
account-language-text = Elle est gardée avec votre compte, sur tous vos appareils.
account-language-kept = Votre langue est enregistrée.
account-sessions = Sessions ouvertes
account-this-session = cet appareil
account-idle = Une session se ferme après { $value } sans activité,
account-absolute = et au plus tard après { $value }.
account-opened = ouverte il y a { $value }
account-used = utilisée il y a { $value }
account-end = Fermer
account-end-all = { $n ->
    [one] Fermer l’autre session
   *[other] Fermer les { $value } autres sessions
}
account-session-ended = C’est fait : la session est fermée.
device-unknown = Appareil inconnu

# Legal
legal-title = Mentions légales et données personnelles
legal-controller = Responsable du traitement
legal-name = Organisme
legal-address = Adresse
legal-email = Courriel
legal-phone = Téléphone
legal-website = Site
legal-privacy = Vos données
legal-cookie = Ce portail dépose au plus quatre témoins (cookies). Celui de votre session disparaît à la déconnexion. Un autre retient pendant un an que vous vous êtes déjà connecté avec ce navigateur, pour que personne ne puisse vous en empêcher en se trompant exprès de mot de passe. Deux ne servent que le temps d’une connexion par un fournisseur d’identité ou une clé d’accès. Il n’y a ni mesure d’audience ni traceur.
legal-rights = Vous pouvez demander l’accès à vos données, leur rectification ou leur effacement, et saisir l’autorité de contrôle.
legal-privacy-contact = Contact pour vos données
legal-authority = Autorité de contrôle

# Staff
overview-title = Vue d’ensemble
overview-sessions = Sessions ouvertes
overview-sessions-text = { $n ->
    [0] Personne n’est connecté en ce moment.
    [one] Une personne est connectée en ce moment.
   *[other] Sessions ouvertes en ce moment.
}
overview-accounts = Comptes
overview-caption = Personnes et comptes, par profil
overview-kind = Profil
overview-persons = Personnes
overview-with-account = Avec un compte
overview-disabled = Désactivés
overview-empty = Aucun profil déclaré
overview-empty-text = Les profils viennent de la carte des données.
