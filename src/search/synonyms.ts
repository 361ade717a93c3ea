/** Which words mean the same to an administrator: data, with the reason where a choice is not plain. */

/**
 * A meaning, and the words and phrases that are read as it, in tools and in questions alike; the longest
 * phrase wins. Its second word may stand apart where that is a particle ("kick him out"). Foreign words are
 * German, Spanish and French, the plainest also Portuguese and Italian, without accents (with ae for an umlaut), and only those an administrator needs.
 */
export const SYNONYMS: Record<string, string> = {
  // What the tools are about. The names of two words become one, so that "service account" says nothing about service tiers.
  serviceaccount:
    'service account, bot account, robot account, machine account, machine user, technical user, machine identity, svc account, svc, robot user, service user, bot, robot, dienstkonto, cuenta de servicio, compte de service',
  vectorstore:
    'vector store, knowledge base, vectorstore, vector database, vector db, embedding store, vektorspeicher, wissensdatenbank, almacen vectorial, base de conocimiento, base de connaissances',
  finetuning:
    'fine tuning, fine tune, fine tuned, finetune, finetuned, training, train, trained, feinabstimmung, entrenamiento, entrainement',
  completion: 'chat completion, conversation, chat, gespraech, conversacion',
  ratelimit:
    'rate limit, throughput, throttle, rpm, tpm, rpd, per minute, a minute, per day limit, drosseln, ratelimit, ratenlimit, ratenbegrenzung, pro minute, por minuto, par minute, limite de velocidad, limite de debit',
  servicetier:
    'service tier, priority processing, flex processing, processing tier, priority tier, flex tier, tier, priority, flex',
  auditlog:
    'audit log, audit trail, audit, activity log, event log, protokoll, registro de auditoria, journal, pruefprotokoll, audit protokoll, journal d audit',
  websearch:
    'web search, browse, browsing, internet, search the web, surf, websuche, internetsuche, busqueda web, busqueda en la web, recherche web',
  filesearch: 'file search, dateisuche, busqueda de archivos, recherche de fichiers',
  imagegeneration:
    'image generation, generate image, picture, image, drawing, bild, bilder, bilderzeugung, bildgenerierung, imagen, imagenes',
  codeinterpreter: 'code interpreter, run code, python, sandbox, interprete de codigo, interpreteur de code',
  dataretention:
    'data retention, retention, zdr, zero data retention, keep data, stored data, abuse monitoring, aufbewahrung, retencion, conservation, retain, retained, datenaufbewahrung, speicherdauer, keep nothing, store nothing, keep no data, gdpr, dsgvo, rgpd, how long is data kept, keep our data, keeps our data, store our data, stores our data',
  workloadidentity:
    'workload identity, keyless, federation, federated, oidc, static key, without key, wif, passwordless, secretless, jwt, identity federation, identity provider, idp',
  certificate:
    'certificate, cert, pem, x509, mtls, mutual tls, tls, zertifikat, zertifikate, certificado, certificat',
  webhook: 'webhook, hook, callback, callback url, webhook endpoint',
  user: 'user, participant, collaborator, works here, work here, works for us, work for us, person, people, member, colleague, coworker, employee, somebody, someone, everyone, everybody, anyone, staff, teammate, guy, hire, joiner, leaver, nutzer, benutzer, mitglied, mitglieder, mitarbeiter, kollege, kollegin, leute, usuario, persona, miembro, empleado, utilisateur, personne, membre, collegue, employe, personen, usuarios, personas, miembros, empleados, utilisateurs, personnes, membres, employes, contractor, freelancer, consultant, employees, pessoa, membro, utente, utenti, persone',
  group:
    'group, team, department, squad, crew, gruppe, gruppen, abteilung, grupo, equipo, groupe, equipe, grupos, equipos, groupes, equipes, gruppo, gruppi',
  role: 'role, rolle, rollen, rol',
  permission:
    'permission, right, privilege, entitlement, rechte, berechtigung, berechtigungen, permiso, droit, autorisation, can do, may do, allowed to do, permisos, autorisations, allowed to',
  access:
    'access, can see, needs to see, need to see, get into, work in, work on, zugriff, zugang, acceso, acces, acesso, accesso',
  key: 'key, credential, schluessel, clave, llave, cle, claves, llaves, cles, chave, chaves, chiave, chiavi',
  file: 'file, document, doc, pdf, attachment, datei, dateien, archivo, fichero, documento, fichier, archivos, ficheros, documentos, fichiers',
  model: 'model, gpt, o1, o3, o4, modell, modelle, modelo, modele, modellen, modelos, modeles',
  project:
    'project, workspace, projekt, projekte, proyecto, projet, projekten, proyectos, projets, projeto, projetos, progetto, progetti',
  organization:
    'organization, organisation, org, company, company wide, everywhere, firma, unternehmen, organizacion, empresa, entreprise, overall, entire account, altogether, global, organizacao, organizzazione, azienda',
  invite:
    'invite, invitation, onboard, bring in, bring into, bring on, einladung, einladungen, einladen, eingeladen, invitacion, invitar, invitado, inviter, lade ein, invita, invitaciones, invitations',
  alert:
    'alert, warning, warn, notify, notification, heads up, warnung, warnungen, warnen, benachrichtigung, alerta, aviso, avisar, alerte, avertir, warne, benachrichtige, informiere, avisa, avisame, avisanos, alertame, previens, previens moi, avertis',
  spend:
    'spend, chargeback, charge back, showback, show back, burn rate, outlay, expenditure, spent, spending, cost, bill, billing, money, dollar, buck, usd, eur, euro, expense, expensive, pay, paid, invoice, charge, price, priced, pricey, kosten, kostet, gekostet, ausgaben, ausgeben, ausgegeben, gasto, gastar, gastado, gastamos, costo, coste, depense, depenser, cout, coute, facture, rechnung, factura, gasta, gastos, costes, costos, depenses, couts, factures, facturas, rechnungen, budgetiert, gastou, despesa, despesas, spesa, spese, speso, quanto custou',
  limit:
    'limit, cap, lid, ceiling, maximum, max, quota, upper bound, obergrenze, grenze, limite, tope, plafond, at most, no more than, not more than, begrenze, begrenzung, begrenzen, limita, limitar, limiter, brake, brakes, hard stop, threshold',
  budget: 'budget, presupuesto',
  // What usage is of, as far as its words differ from the API's.
  transcription:
    'transcription, transcribe, transcribed, speech to text, stt, whisper, dictation, transkription, transcripcion',
  speech: 'speech, text to speech, tts, spoken, speech synthesis, sprachausgabe, voz, synthese vocale',
  embedding: 'embedding, embed, embedded',
  moderation: 'moderation, moderate, moderated',
  usage:
    'usage, consume, consumption, burn, burned, traffic, verbrauch, verbraucht, nutzung, uso, consumo, utilisation, consommation',
  bucket: 'bucket, s3, gcs, blob, byos, own storage',
  encryption:
    'encryption, encrypt, kms, byok, ekm, cmk, hsm, key vault, customer managed, bring your own key, verschluesselung, cifrado, chiffrement',
  // What is done to them.
  make: 'make, hacer, mache, faire, rendre',
  create:
    'create, add, new, another, additional, one more, extra, fresh, hand, provide, provision, generate, build, start a, give, grant, assign, put, register, connect, set up, mint, issue, spin up, define, open a, hook up, send, upload, import, anlegen, erstellen, hinzufuegen, vergeben, zuweisen, neu, neue, neuen, neues, crear, anadir, agregar, nuevo, nueva, dar, asignar, creer, ajouter, nouveau, nouvelle, donner, erstellt, angelegt, hinzugefuegt, creo, anadio, agrego, cree, ajoute, erstelle, lege an, fuege hinzu, fuegen hinzu, vergib, gib, hochladen, lade hoch, crea, anade, agrega, da, dale, asigna, sube un, donne, attribue, attribuer, televerser, adicionar, adicione, criar, crie, aggiungi, aggiungere, creare',
  update:
    'update, change, modify, trim, narrow, shrink, slash, edit, adjust, raise, lower, increase, decrease, reduce, double, halve, bump, set, move to, extend, replace, switch, promote, demote, downgrade, upgrade, turn into, aendern, erhoehen, senken, setzen, cambiar, subir, bajar, poner, fijar, modificar, changer, modifier, augmenter, baisser, definir, geaendert, cambio, modifico, modifie, aendere, erhoehe, senke, setze, cambia, baja, pon, fija, modifica, aumenta, aumentar, augmente, baisse, definis, mets',
  rename:
    'rename, call it, be called, new name, change the name, umbenennen, renombrar, renommer, benenne um, renombra, renomme',
  delete:
    'delete, remove, revoke, erase, drop, get rid of, withdraw, rescind, unassign, strip, kick, kick out, kick off, throw out, throw off, pull out, move out, boot out, eject, expel, ditch, take away, take out, take off, take back, take from, dissolve, disband, wipe, purge, destroy, lift, scrap, offboard, disconnect, clean up, off board, loeschen, loesche, geloescht, entfernen, entferne, rauswerfen, eliminar, elimina, borrar, quitar, suprimir, supprimer, supprime, enlever, effacer, elimino, borro, quito, entfernt, retire du, enleve, obsolete, no longer needed, no longer need, not needed, quita, borra, saca, retire de, vire, unlink, unregister, deregister, detach, unsubscribe, stop sharing, stop trusting, stop emailing, stop sending, forget, excluir, exclua, remover, remova, rimuovi, rimuovere, eliminare, cancella',
  cancel:
    'cancel, abort, kill, stop, halt, terminate, abbrechen, stoppen, stornieren, cancelar, parar, detener, annuler, arreter, brich ab, stoppe, storniere, cancela, deten, annule, arrete',
  archive:
    'archive, close, shut down, close down, retire, decommission, sunset, archivieren, schliessen, archivar, cerrar, archiver, fermer, archiviere, schliesse, archiva, cierra, ferme',
  pause: 'pause, suspend, hold, anhalten, pausar, pausiere',
  resume:
    'resume, continue, unpause, restart, fortsetzen, reanudar, reprendre, setze fort, reanuda, reprends',
  rotate: 'rotate, rollover, roll over, renew, swap, rotieren, rotar, rotiere, erneuere, rota, renouvelle',
  allow:
    'allow, permit, enable, turn on, switch on, activate, let, whitelist, erlauben, aktivieren, einschalten, permitir, activar, activer, schalte ein, erlaube, aktiviere, permite, activa',
  forbid:
    'forbid, block, ban, deny, disable, turn off, switch off, deactivate, prevent, restrict, blacklist, disallow, verbieten, sperren, deaktivieren, ausschalten, abschalten, prohibir, bloquear, desactivar, interdire, bloquer, desactiver, schalte aus, schalte ab, prohibit, sperre, verbiete, deaktiviere, blockiere, blockieren, bloquea, prohibe, desactiva, bloque, interdis, desactive',
  validate: 'validate, check, verify, reachable, healthy, broken',
  unused:
    'unused, not used, nobody uses, nobody has used, never used, stale, idle, orphaned, ungenutzt, sin usar, inutilise, not been used, nobody needs',
  lastuse:
    'last use, last used, last active, last seen, last login, last logged in, zuletzt, ultimo uso, derniere utilisation',
  expire:
    'expire, expiry, expiration, expired, run out, runs out, valid until, ablaufen, ablauf, vencer, caducar, expirer, valid for, gueltig bis, lifetime',
  // How a question asks.
  who: 'who, whose, whom, wer, wessen, wem, quien, quienes, qui, quem, chi',
};

/** Nouns that German puts at the end of longer ones, as in Testprojekt and Ausgabenlimit. */
export const GERMAN_HEADS =
  'projekt projekte projekts limit limits grenze schluessel gruppe gruppen rolle rollen konto konten modell modelle zertifikat zertifikate protokoll kosten ausgaben nutzer benutzer mitglieder dateien datei rechte warnung warnungen verbrauch zugriff';

/** Words that every question has and no tool is about, in four languages. */
export const STOP_WORDS =
  'a an and any are as at be been but by can could did do does for from get got had has have he her him his how i if in into is it its just last like may me more most much my need no not now of on one only or our out over own per please shall she should show so some such tell than that the their them then there these they this those to up us use using want was we were what when where which while why will with would you your ' +
  'auf aus bei bitte das dem den der des die ein eine einen einer er es fuer hat haben ich im ist kann mit nach nicht oder sie sind und uns unser unsere unseren von was welche welcher welches wie wir zu zum zur ' +
  'al como con cual cuales cuanto cuantos de del el ella en es esta este hay hemos la las lo los mi nos nuestra nuestro o para por que se sin son su sus tiene un una y ' +
  'a au aux avec ce ces cette chez combien comment dans des du elle est et il ils je le les leur mes mon ne nos notre nous on ont ou par pas pour quel quelle quelles quels sa ses son sur un une vos votre vous';
