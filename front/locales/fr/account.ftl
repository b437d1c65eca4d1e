# The account, in sections
account-sign-in = Connexion
account-email-change = Changer d’adresse
account-email-code = Saisir le code reçu
account-undelivered = Un courriel n’a pas pu vous être remis il y a { $value }. Vérifiez votre adresse et changez-la si elle n’est plus la bonne.
account-email-waits = Un changement vers { $value } attend son code.
account-email-kept = C’est fait : votre nouvelle adresse est enregistrée. Nous avons écrit à l’ancienne, d’où le changement peut être annulé pendant quelques jours.
account-email-cancelled = Le changement d’adresse est abandonné.
account-password = Changer de mot de passe
account-password-set = choisi { $value }
account-password-none = Aucun : vous vous connectez par votre fournisseur d’identité
account-password-kept = C’est fait : votre mot de passe est changé, et vos autres sessions sont fermées.
account-password-text = Vos autres sessions seront fermées, et un message vous le confirmera.
account-factor = Second facteur
account-factor-on = En place
account-factor-off = Aucun
account-factor-set = C’est fait : le second facteur est en place.
account-factor-removed = C’est fait : il est retiré.
account-factor-last = Il ne peut pas être retiré : c’est votre dernier second facteur, qui est obligatoire, ou votre seul moyen de vous connecter. Installez-en un autre d’abord.
account-look = Votre nouveau mot de passe est enregistré, et toutes les autres sessions sont fermées. Voici ce qui ouvre encore votre compte : retirez ce qui n’est pas à vous.
account-factors = Second facteur et clés d’accès
account-passkey-unnamed = Clé d’accès
account-providers = Fournisseurs d’identité
account-providers-none = Aucun lien
account-providers-manage = Gérer les liens
account-provider-kept = C’est fait : vos liens sont à jour.
account-terms = Les lire
account-terms-text = Ce que vous avez lu et accepté, avec les dates.
password-current = Votre mot de passe actuel
confirm-renewal = Votre compte n’a pas de mot de passe qui puisse confirmer un changement. Déconnectez-vous, puis connectez-vous de nouveau : pendant les dix minutes qui suivent, vous pourrez faire vos changements ici.
password-not-yours = Ce n’est pas votre mot de passe actuel.

# Another address
email-none = Nous n’avons pas d’adresse électronique pour vous.
email-now = Votre adresse est { $value }.
email-text = Nous envoyons un code à la nouvelle adresse, pour vérifier que c’est bien la vôtre. Nous prévenons aussi l’ancienne, d’où le changement peut être annulé.
email-new = Nouvelle adresse électronique
email-submit = Recevoir un code
email-odd = Ce n’est pas une adresse électronique. Elle doit ressembler à nom@example.org.
email-cancel = Abandonner ce changement
email-cancel-text = Rien reçu, ou une faute dans l’adresse ? Abandonnez ce changement, puis recommencez.

# Second factors
factors-text = Avec un second facteur, un mot de passe volé ne suffit plus pour ouvrir votre compte.
factors-required = Il est obligatoire pour votre compte.
factors-app = Application sur le téléphone
factors-app-since = Installée { $value }.
factors-app-none = Une application calcule sur votre téléphone un code à six chiffres, demandé à chaque connexion.
factors-app-begin = Installer
factors-app-remove = Retirer l’application
factors-remove = Retirer
factors-passkeys = Clés d’accès
factors-passkeys-text = Une clé d’accès vous connecte sans mot de passe, avec le verrou de votre appareil ou une clé de sécurité.
factors-passkey-add = Ajouter une clé d’accès
factors-name = Nom de la clé (facultatif)
factors-created = ajoutée { $value }
factors-used = utilisée { $value }
factors-unused = jamais utilisée
factors-linked = lié { $value }
factors-recovery = Codes de secours
factors-recovery-left = { $n ->
    [0] Il ne vous reste aucun code de secours.
    [one] Il vous reste un code de secours.
   *[other] Il vous reste { $value } codes de secours.
}
factors-recovery-renew = Faire de nouveaux codes
factors-recovery-text = Les anciens ne seront plus valables.
factors-recovery-make = Faire de nouveaux codes

# Providers
providers-text = Une fois votre compte lié, vous vous connectez par le fournisseur, sans votre mot de passe d’ici.
providers-empty = Aucun fournisseur d’identité n’est proposé ici
providers-linked = Votre compte y est lié.
providers-not-linked = Votre compte n’y est pas lié.
providers-link = Lier mon compte
providers-unlink = Supprimer le lien

# Terms
terms-title = Conditions d’utilisation
terms-held = Une réponse est attendue avant d’ouvrir les autres pages. Votre compte et la page des données personnelles restent ouverts.
terms-none = Rien à lire
terms-none-text = Aucune condition ne vous concerne en ce moment.
terms-version = Version { $value }
terms-effective = en vigueur depuis le { $value }
terms-announced = en vigueur à partir du { $value }
terms-until = Réponse attendue avant le { $value }.
terms-accepted = Accepté le { $value }.
terms-refused = Refusé le { $value }. Vous pouvez changer d’avis.
terms-accept = J’accepte
terms-undertake = Je m’engage
terms-refuse = Je refuse
terms-refuse-text = Si vous refusez, votre compte et vos droits sur vos données restent ouverts ; vos autres pages peuvent se fermer.
terms-undertake-text = Sans votre engagement, les pages de gestion restent fermées.
terms-noted = Votre refus est noté.
terms-home = Continuer vers l’accueil
