/** Which words mean the same to an administrator: data, with the reason where a choice is not plain. */

/**
 * A meaning, and the words and phrases that are read as it, in tools and in questions alike; the longest
 * phrase wins. Its second word may stand apart where that is a particle ("kick him out"). Foreign words are
 * German, Spanish and French, the plainest also Portuguese and Italian, without accents (with ae for an umlaut), and only those an administrator needs.
 */
export const SYNONYMS: Record<string, string> = {
  // What the tools are about. The names of two words become one, so that "service account" says nothing about service tiers.
  serviceaccount:
    'service account, bot account, robot account, machine account, machine user, technical user, machine identity, svc account, svc, robot user, service user, bot, robot, dienstkonto, cuenta de servicio, compte de service, non human account, non human identity, technical account, automation account, maschinenkonto, cuenta tecnica, compte technique',
  vectorstore:
    'vector store, knowledge base, vectorstore, vector database, vector db, embedding store, vektorspeicher, wissensdatenbank, almacen vectorial, base de conocimiento, base de connaissances, rag, kb, retrieval, corpus, semantic index, rag store, document store, wissensbasis, wissensdatenbanken, base vectorielle',
  finetuning:
    'fine tuning, finetune, training, feinabstimmung, entrenamiento, entrainement, training run, training job, trainiert, trainieren, entrenar, ajuste fino, ajustement fin, affinage',
  completion: 'chat completion, conversation, chat, gespraech, conversacion',
  ratelimit:
    'rate limit, throughput, throttle, rpm, tpm, rpd, per minute, a minute, per day limit, drosseln, ratelimit, ratenlimit, ratenbegrenzung, pro minute, por minuto, par minute, limite de velocidad, limite de debit, requests a minute, requests per minute, tokens per minute, tokens a minute, requests per day, requests a day, too many requests, 429, anfragen pro minute, peticiones por minuto, requetes par minute',
  servicetier:
    'service tier, priority processing, flex processing, processing tier, priority tier, flex tier, tier, priority, flex, servicestufe, nivel de servicio, niveau de service, default tier, faster processing',
  auditlog:
    'audit log, audit trail, audit, activity log, event log, protokoll, registro de auditoria, journal, pruefprotokoll, audit protokoll, journal d audit, forensics, auditoria, logbuch, prueflog, bitacora',
  websearch:
    'web search, browse, internet, search the web, surf, websuche, internetsuche, busqueda web, busqueda en la web, recherche web',
  filesearch: 'file search, dateisuche, busqueda de archivos, recherche de fichiers',
  imagegeneration:
    'image generation, generate image, picture, image, drawing, bild, bilder, bilderzeugung, bildgenerierung, imagen',
  codeinterpreter: 'code interpreter, run code, python, sandbox, interprete de codigo, interpreteur de code',
  dataretention:
    'data retention, retention, zdr, zero data retention, keep data, stored data, abuse monitoring, aufbewahrung, retencion, conservation, retain, datenaufbewahrung, speicherdauer, keep nothing, store nothing, keep no data, gdpr, dsgvo, rgpd, how long is data kept, keep our data, store our data, openai keep, openai store, openai save, openai retain, openai log, they keep, they store, guarda openai, openai conserve, no storing, storing of, aufbewahrt, aufbewahren, aufbewahrungsfrist, conservees, guardan nuestros datos, speichert openai, keep our prompts, store our prompts, keeps prompts, stored by openai',
  workloadidentity:
    'workload identity, keyless, federation, oidc, static key, without key, wif, passwordless, secretless, jwt, identity federation, identity provider, idp, without any secret, without secrets, no static keys, ohne schluessel, token issuer, token exchange, foederation, foederationsregel, workload identitaet, sin clave, sans cle',
  certificate:
    'certificate, cert, pem, x509, mtls, mutual tls, tls, zertifikat, zertifikate, certificado, certificat, mtls cert, client cert, ca, root ca',
  webhook: 'webhook, hook, callback, callback url, webhook endpoint, event endpoint, event url',
  user: 'user, participant, collaborator, works here, works for us, person, people, member, colleague, coworker, employee, somebody, someone, everyone, everybody, anyone, staff, teammate, guy, hire, joiner, leaver, nutzer, benutzer, mitglied, mitglieder, mitarbeiter, kollege, kollegin, leute, usuario, persona, miembro, empleado, utilisateur, personne, membre, collegue, employe, personen, contractor, freelancer, consultant, pessoa, membro, utente, utenti, boss, manager, administrator, analysts, interns, students, owner, admin, human, headcount, folks, praktikant, werkstudent, inhaber, becario, stagiaire, gente',
  group:
    'group, team, department, squad, crew, gruppe, gruppen, abteilung, grupo, equipo, equipe, gruppo, gruppi, tribe, unit, team members, abteilungen',
  role: 'role, rolle, rollen, rol',
  permission:
    'permission, right, privilege, entitlement, rechte, berechtigung, berechtigungen, permiso, droit, autorisation, can do, may do, allowed to do, allowed to, power, authority, capability, befugnis, privilegios, permitted to',
  access:
    'access, can see, needs to see, get into, work in, work on, zugriff, zugang, acceso, acces, acesso, accesso, let in, let her in, let him in, let them in, get in, be in, zugreifen, acceder, acceder a, entrar',
  key: 'key, credential, schluessel, clave, llave, cle, chave, chiave, chiavi',
  file: 'file, document, doc, pdf, attachment, datei, dateien, archivo, fichero, documento, fichier, upload, spreadsheet, hochgeladen, subido, televerse, unterlagen',
  model: 'model, gpt, o1, o3, o4, modelo, modellen, mini, nano, sora, dall e, gpt5, gpt4, codex',
  project: 'project, workspace, projekt, proyecto, projet, projekten, projeto, progetto, progetti',
  organization:
    'organization, organisation, org, company, company wide, everywhere, firma, unternehmen, organizacion, empresa, entreprise, overall, entire account, altogether, global, organizacao, organizzazione, azienda, in total, whole company, across the company, across the board, gesamte firma, gesamten firma, toda la empresa, toute l entreprise, compania, societe',
  invite:
    'invite, onboard, bring in, bring into, bring on, einladung, einladungen, einladen, eingeladen, invitacion, invitar, invitado, lade ein, invita, begins on, begins next, starts next, is starting, are starting, beginnt, new hire, new starter, newcomer, starting on, sign up, faengt an, empieza, commence, neuzugang, nueva incorporacion, nouvel arrivant, on board, an bord, a bord, get on board, ask to join, join us, join our, join the org, join the company, join the organization',
  alert:
    'alert, warning, notify, notification, heads up, warnung, warnungen, warnen, benachrichtigung, alerta, aviso, avisar, avertir, benachrichtige, informiere, avisa, avisame, avisanos, alertame, previens, previens moi, avertis, get a message, get a mail, get an email, get mails, tell our, tell the, tell my, tell him, tell her, tell them, inform, mail the, mail our, email the, email our, send an email, send a mail, send mails, sag bescheid, bescheid geben, alarm, ping, ping us, tell us when, tell me when, let us know when, let me know when, email me, email us, mail us, notice, benachrichtigen, alarmieren, notificacion, notifica, meldung, wird gewarnt',
  spend:
    'spend, chargeback, charge back, showback, show back, burn rate, outlay, expenditure, spent, cost, bill, money, dollar, buck, usd, eur, euro, expense, pay, paid, invoice, charge, price, pricey, kosten, kostet, gekostet, ausgaben, ausgeben, ausgegeben, gasto, gastar, gastado, gastamos, costo, depense, cout, facture, rechnung, factura, gasta, rechnungen, budgetiert, gastou, despesa, spesa, spese, speso, quanto custou, overspend, overspent, cash, fee, costly, pricy, run up, bezahlt, bezahlen, zahlen, geld, dinero, pagar, pagado, argent, payer',
  limit:
    'limit, cap, lid, ceiling, maximum, max, quota, upper bound, obergrenze, grenze, tope, plafond, at most, no more than, not more than, begrenze, begrenzung, begrenzen, limita, limitar, brake, hard stop, threshold, runaway, no higher than, not exceed, deckel, deckeln, deckle, topar, plafonner, limiter a, hoechstens, como maximo, au maximum',
  budget: 'budget, presupuesto, kostenrahmen',
  residency:
    'residency, region, data center, data centre, eu, europe, geography, geografie, residencia de datos, residence des donnees, datenresidenz',
  leak: 'leak, compromised, exposed, stolen, pasted, on github, public repo, public repository, geleakt, gestohlen, oeffentlich geworden, filtrada, filtrado, expuesta, robada, robado, comprometida, fuite, fuite de, volee',
  login:
    'login, log in, logon, sign in, sign on, anmelden, anmeldung, anmeldungen, inicio de sesion, connexion',
  adminkey:
    'admin key, admin api key, admin token, admin credential, administrator key, administrator token, administrative credential, org level key, org wide key, org key, organization key, organization level key, master key, super key, root key, management key, admin schluessel, adminschluessel, clave de administracion, clave de administrador, clave admin, cle admin, cle d admin, cle d administration, cle d administrateur, sk admin',
  batch:
    'batch, bulk job, batch job, batch run, asynchronous job, stapelverarbeitung, stapel, stapelauftrag, lote, traitement par lots',
  checkpoint:
    'checkpoint, intermediate model, model snapshot, zwischenstand, zwischenstaende, punto de control, point de controle',
  container: 'container, execution environment, runtime environment, contenedor, conteneur',
  // What usage is of, as far as its words differ from the API's.
  transcription:
    'transcription, transcribe, speech to text, stt, whisper, dictation, transkription, transcripcion',
  speech: 'speech, text to speech, tts, spoken, speech synthesis, sprachausgabe, voz, synthese vocale',
  embedding: 'embedding, embed',
  moderation: 'moderation',
  usage:
    'usage, consume, consumption, burn, traffic, verbrauch, verbraucht, nutzung, uso, consumo, utilisation, consommation, how often, wie oft, con que frecuencia, combien de fois, utilization, workload volume, nutzen, requetes, anfragen, peticiones, solicitudes, jetons',
  bucket:
    'bucket, s3, gcs, blob, byos, own storage, cloud storage, blob storage, external storage, own bucket, speicher, almacenamiento, stockage, externer speicher, externen speicher',
  encryption:
    'encryption, kms, byok, ekm, cmk, hsm, key vault, customer managed, bring your own key, verschluesselung, cifrado, chiffrement, customer managed key, encryption key, own encryption, kms key, verschluesselungsschluessel, verschluesseln, cifrar, chiffrer',
  // What is done to them.
  make: 'make, hacer, mache, faire, rendre',
  create:
    'create, add, new, another, additional, one more, extra, fresh, hand, provide, provision, generate, build, start a, give, grant, assign, put, register, connect, set up, mint, issue, spin up, define, open a, hook up, send, import, anlegen, erstellen, hinzufuegen, vergeben, zuweisen, neu, neue, neuen, crear, anadir, agregar, nuevo, nueva, dar, asignar, creer, ajouter, nouveau, nouvelle, donner, erstellt, angelegt, hinzugefuegt, creo, anadio, agrego, cree, erstelle, lege an, fuege hinzu, fuegen hinzu, vergib, gib, hochladen, lade hoch, crea, anade, agrega, da, dale, asigna, sube un, donne, attribue, adicionar, adicione, criar, crie, aggiungi, aggiungere, should get, should have, should also, should be able, must have, soll bekommen, debe tener, doit avoir, craft, draft, stand up, roll out, enrol, link, include, insert, introduce, join, hand out, load, ingest, trust, share, wire up, plug in, subscribe, set me up, get me, need a, need an, want a, want an, make a, make an, make me, make us, bring on board, einrichten, richte ein, hinterlegen, freigeben, aufnehmen, nimm auf, eintragen, laden, zuordnen, geben, configurar, compartir, conceder, incorporar, invitar a, partager, octroyer, inscrire, mettre en place, enregistrer',
  update:
    'update, change, modify, trim, narrow, shrink, slash, edit, adjust, raise, lower, increase, decrease, reduce, double, halve, bump, set, move to, extend, replace, switch, promote, demote, downgrade, upgrade, turn into, aendern, erhoehen, senken, setzen, cambiar, subir, bajar, poner, fijar, modificar, changer, augmenter, baisser, definir, geaendert, cambio, modifico, aendere, erhoehe, senke, setze, cambia, baja, pon, fija, modifica, aumenta, aumentar, baisse, definis, mets, bigger, larger, smaller, higher, shorter, longer, wider, stricter, looser, headroom, more generous, groesser, kleiner, hoeher, niedriger, mas alto, mas bajo, plus haut, plus bas, erweitern, erweitere, lockern, verschaerfen, should only, must only, tweak, amend, revise, correct, fix, relabel, retitle, tag, label, mark, annotate, point to, repoint, redirect, tighten, loosen, alter, adapt, configure, reconfigure, tune, convert, hand over, transfer, shorten, prolong, slow down, speed up, cut down, anpassen, passe an, umstellen, stelle um, hochsetzen, heruntersetzen, verlaengern, verlaengere, kuerzen, befoerdern, befoerdere, herabstufen, ajustar, ajusta, ampliar, reducir, ajuster, passer, reduire, degradar, ascender',
  rename:
    'rename, call it, be called, new name, change the name, umbenennen, renombrar, renommer, benenne um, renombra, now called, better name, proper name, clearer name, spelling, typo, nombre nuevo, nouveau nom, neuer name, change le nom, cambia el nombre',
  delete:
    'delete, remove, revoke, erase, drop, get rid of, get out, withdraw, rescind, unassign, strip, kick, kick out, kick off, throw out, throw off, pull out, move out, boot out, eject, expel, ditch, take away, take out, take off, take back, take from, dissolve, disband, wipe, purge, destroy, lift, scrap, offboard, disconnect, clean up, off board, loeschen, loesche, geloescht, entfernen, entferne, rauswerfen, eliminar, elimina, borrar, quitar, suprimir, supprimer, enlever, effacer, elimino, borro, quito, entfernt, retire du, obsolete, no longer needed, not needed, quita, borra, saca, retire de, vire, unlink, unregister, deregister, detach, unsubscribe, stop sharing, stop trusting, stop emailing, stop sending, excluir, exclua, remova, rimuovi, rimuovere, cancella, leaving, leaves us, leaves the company, last day, no longer with us, laid off, dismissed, verlaesst, ausgeschieden, se va, se fue, nous quitte, a quitte, has quit, gekuendigt, despedido, licencie, steps down, stop accepting, stop allowing, revocation, no more, kein mehr, nicht mehr, ya no, ne plus, plus besoin, throw away, clear, free up, take down, cut off, shut out, lock out, undo, invalidate, nuke, trash, discard, retract, tear down, unshare, put away, do away with, any more, anymore, any longer, no longer, is gone, are gone, let go, quit, resigned, fired, left the company, has left, left us, unneeded, widerrufen, widerrufe, zurueckziehen, zurueckgezogen, ziehe zurueck, entziehen, entziehe, aufheben, hebe auf, wegnehmen, nimm weg, streichen, streiche, ausladen, kuendigen, trennen, trenne, abmelden, revocar, revoca, retirar, retira, dar de baja, da de baja, anular, anula, revoquer, retirer, lever, leve, revogar',
  cancel:
    'cancel, abort, kill, stop, halt, terminate, abbrechen, stoppen, stornieren, cancelar, parar, detener, annuler, arreter, brich ab, stoppe, storniere, cancela, call off, abandon, break off, stop running',
  archive:
    'archive, close, shut down, close down, decommission, sunset, archivieren, schliessen, archivar, cerrar, fermer, archiviere, schliesse, archiva, cierra, ferme, mothball, wind down, shelve, put to rest, stilllegen, lege still, clausura, cloture',
  pause:
    'pause, suspend, anhalten, pausar, pausiere, freeze, put on hold, interrupt, pausieren, unterbrechen, unterbrich, halte an, pausa, interrumpir, interrompre, suspendre',
  resume:
    'resume, continue, unpause, restart, fortsetzen, reanudar, reprendre, setze fort, reanuda, reprends, unfreeze, pick up, carry on, go on, weiterlaufen, fortfuehren, continuar, relancer',
  rotate:
    'rotate, rollover, roll over, renew, swap, rotieren, rotar, rotiere, erneuere, rota, renouvelle, regenerate, reissue, refresh, erneuern, renovar, renueva',
  allow:
    'allow, permit, enable, turn on, switch on, activate, let, whitelist, erlauben, aktivieren, einschalten, permitir, activar, schalte ein, erlaube, aktiviere, activa, enforce, require, impose, erzwingen, erzwinge, verlangen, exiger, exigir, imponer, unblock, unlock, freischalten, schalte frei, zulassen, habilitar, habilita, autorizar',
  forbid:
    'shall not, forbid, block, ban, deny, disable, turn off, switch off, deactivate, prevent, restrict, blacklist, disallow, verbieten, sperren, deaktivieren, ausschalten, abschalten, prohibir, bloquear, desactivar, interdire, bloquer, desactiver, schalte aus, schalte ab, prohibit, sperre, verbiete, deaktiviere, blockiere, blockieren, bloquea, prohibe, desactiva, bloque, interdis, desactive, revert, roll back, rollback, zuruecknehmen, nimm zurueck, revertir, annuler la, should not, must not, may not, cannot, should no longer, do not let, darf nicht, duerfen nicht, soll nicht, sollen nicht, no debe, no puede, ne doit pas, not allowed, stop using, suspend access, outlaw, keep from using, deshabilitar, deshabilita, nicht mehr nutzen, untersagen',
  validate:
    'validate, check, verify, reachable, healthy, broken, works, pruefen, pruefe, ueberpruefen, comprobar, comprueba, verificar',
  unused:
    'unused, not used, nobody uses, nobody has used, never used, stale, idle, orphaned, ungenutzt, sin usar, inutilise, not been used, nobody needs, untouched, nobody touched, dormant, inactive, gathering dust, unbenutzt, brachliegend, inactivo, inactif',
  lastuse:
    'last use, last active, last seen, last login, last logged in, zuletzt, ultimo uso, derniere utilisation',
  expire:
    'expire, expiry, run out, valid until, ablaufen, ablauf, vencer, caducar, valid for, gueltig bis, lifetime, lapse, end date, laeuft ab, auslaufen, ablaufdatum, caduca, vence, expiracion, expire le',
  // How a question asks.
  who: 'who, whose, whom, wer, wessen, wem, quien, qui, quem, chi',
};

/** Nouns that German puts at the end of longer ones, as in Testprojekt and Ausgabenlimit. */
export const GERMAN_HEADS =
  'projekt projekte projekts limit limits grenze schluessel gruppe gruppen rolle rollen konto konten modell modelle zertifikat zertifikate protokoll kosten ausgaben nutzer benutzer mitglieder dateien datei rechte warnung warnungen verbrauch zugriff';

/** Words that every question has and no tool is about, in four languages. */
export const STOP_WORDS =
  'a all an and any are called named as at be been but by can could did do does for from get got had has have he her him his hold how i if in into is it its just last like may me more most much my need no not now of on one only or our out over own per please shall she should show so some still such tell than that the their them then there these they this those to up us use using want was we were what when where which while why will with would you your ' +
  'auf aus bei bitte das dem den der des die ein eine einen einer er es fuer hat haben ich im ist kann mit nach nicht oder sie sind und uns unser unsere unseren von was welche welcher welches wie wir zu zum zur ' +
  'al como con cual cuales cuanto cuantos de del el ella en es esta este hay hemos la las lo los mi nos nuestra nuestro o para por que se sin son su sus tiene un una y ' +
  'a au aux avec ce ces cette chez combien comment dans des du elle est et il ils je le les leur mes mon ne nos notre nous on ont ou par pas pour quel quelle quelles quels sa ses son sur un une vos votre vous';
