<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="de_DE">
    <context>
        <name>FiguresPane</name>
        <message>
            <source>Zahlen</source>
            <translation>Figures</translation>
        </message>
        <message>
            <source>Heute</source>
            <translation>Today</translation>
        </message>
        <message>
            <source>7 Tage</source>
            <translation>7 days</translation>
        </message>
        <message>
            <source>30 Tage</source>
            <translation>30 days</translation>
        </message>
        <message>
            <source>Schließen</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Noch einmal versuchen</source>
            <translation>Try again</translation>
        </message>
        <message>
            <source>Wird geladen …</source>
            <translation>Loading …</translation>
        </message>
        <message>
            <source>Gerechnet aus den Zeitpunkten der Termine. Namen kommen darin nicht vor.</source>
            <translation>Worked out from the time stamps of the appointments. There are no names in it.</translation>
        </message>
        <message>
            <source>Mittlere Wartezeit</source>
            <translation>Median wait</translation>
        </message>
        <message>
            <source>Mittlere Gesprächsdauer</source>
            <translation>Median call</translation>
        </message>
        <message>
            <source>ab der vereinbarten Zeit</source>
            <translation>from the agreed time on</translation>
        </message>
        <message>
            <source>ohne Unterbrechungen</source>
            <translation>without interruptions</translation>
        </message>
        <message>
            <source>Nicht erschienen</source>
            <translation>Did not come</translation>
        </message>
        <message>
            <source>{n} von 100, die an der Reihe waren</source>
            <translation>{n} of 100 whose turn it was</translation>
        </message>
        <message>
            <source>Gebucht</source>
            <translation>Booked</translation>
        </message>
        <message>
            <source>Erledigt</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Abgesagt</source>
            <translation>Cancelled</translation>
        </message>
        <message>
            <source>unter 1 Min.</source>
            <translation>under 1 min</translation>
        </message>
        <message>
            <source>{n} Min.</source>
            <translation>{n} min</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>Weitere Person einladen</source>
            <translation>Invite another person</translation>
        </message>
        <message>
            <source>Stumm: sprechen, solange gedrückt</source>
            <translation>Muted: talk while held down</translation>
        </message>
        <message>
            <source>Kamera, Mikrofon, Lautsprecher</source>
            <translation>Camera, microphone, speaker</translation>
        </message>
        <message>
            <source>Warteschlange</source>
            <translation>Queue</translation>
        </message>
        <message>
            <source>Gespräch</source>
            <translation>Call</translation>
        </message>
        <message>
            <source>Vorgang</source>
            <translation>Case</translation>
        </message>
        <message>
            <source>Fenster</source>
            <translation>Window</translation>
        </message>
        <message>
            <source>Nächste Person</source>
            <translation>Next person</translation>
        </message>
        <message>
            <source>Warteschlange zeigen oder verbergen</source>
            <translation>Show or hide the queue</translation>
        </message>
        <message>
            <source>Mikrofon an oder aus</source>
            <translation>Microphone on or off</translation>
        </message>
        <message>
            <source>Kamera an oder aus</source>
            <translation>Camera on or off</translation>
        </message>
        <message>
            <source>Gespräch beenden</source>
            <translation>End the call</translation>
        </message>
        <message>
            <source>Weiter im Vorgang (der blaue Knopf)</source>
            <translation>Go on with the case (the blue button)</translation>
        </message>
        <message>
            <source>Ausweisbild aufnehmen</source>
            <translation>Take a picture of the card</translation>
        </message>
        <message>
            <source>Von Hand eingeben</source>
            <translation>Type by hand</translation>
        </message>
        <message>
            <source>Zur nächsten Lücke im Formular</source>
            <translation>To the next gap in the form</translation>
        </message>
        <message>
            <source>Papier zurückholen und korrigieren</source>
            <translation>Take the paper back and correct it</translation>
        </message>
        <message>
            <source>Tasten</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>Hell oder dunkel</source>
            <translation>Light or dark</translation>
        </message>
        <message>
            <source>Deutsch oder Englisch</source>
            <translation>German or English</translation>
        </message>
        <message>
            <source>Abmelden</source>
            <translation>Sign out</translation>
        </message>
        <message>
            <source>In der Warteschlange suchen</source>
            <translation>Search the queue</translation>
        </message>
        <message>
            <source>Nur Wartende zeigen</source>
            <translation>Show who is waiting</translation>
        </message>
        <message>
            <source>Alle von heute zeigen</source>
            <translation>Show everybody of today</translation>
        </message>
        <message>
            <source>Geparkte zeigen</source>
            <translation>Show who is parked</translation>
        </message>
        <message>
            <source>Erledigte zeigen</source>
            <translation>Show who is done</translation>
        </message>
        <message>
            <source>Ausgewählte Person aufrufen (auch Eingabe)</source>
            <translation>Call the selected person (also Return)</translation>
        </message>
        <message>
            <source>Parken oder wieder einreihen</source>
            <translation>Park or put back in line</translation>
        </message>
        <message>
            <source>Als nicht erschienen vermerken</source>
            <translation>Note as missed</translation>
        </message>
        <message>
            <source>An ein anderes Amt umleiten</source>
            <translation>Redirect to another office</translation>
        </message>
        <message>
            <source>Nachricht schreiben oder lesen</source>
            <translation>Write or read a message</translation>
        </message>
        <message>
            <source>Töne an oder aus</source>
            <translation>Sounds on or off</translation>
        </message>
        <message>
            <source>Benachrichtigungen an oder aus</source>
            <translation>Notifications on or off</translation>
        </message>
        <message>
            <source>Bild in eigenem Fenster</source>
            <translation>Picture in a window of its own</translation>
        </message>
        <message>
            <source>Näher heran</source>
            <translation>Closer</translation>
        </message>
        <message>
            <source>Weiter weg</source>
            <translation>Further away</translation>
        </message>
        <message>
            <source>Ganzes Bild, aufrecht</source>
            <translation>Whole picture, upright</translation>
        </message>
        <message>
            <source>Bild um 90° drehen</source>
            <translation>Turn the picture by 90°</translation>
        </message>
        <message>
            <source>Eigenes Bild zeigen oder verbergen</source>
            <translation>Show or hide your own picture</translation>
        </message>
        <message>
            <source>Eigenes Bild in die nächste Ecke</source>
            <translation>Own picture to the next corner</translation>
        </message>
        <message>
            <source>Chat: schreiben oder schließen</source>
            <translation>Chat: write or close</translation>
        </message>
        <message>
            <source>Fertige Sätze für den Chat</source>
            <translation>Ready sentences for the chat</translation>
        </message>
        <message>
            <source>Untertitel mitschreiben oder beenden</source>
            <translation>Type captions, or end them</translation>
        </message>
        <message>
            <source>Zum Sicherheitscode</source>
            <translation>To the security code</translation>
        </message>
        <message>
            <source>Statistik der Verbindung</source>
            <translation>Statistics of the connection</translation>
        </message>
        <message>
            <source>Zahlen der letzten Tage</source>
            <translation>Figures of the last days</translation>
        </message>
        <message>
            <source>Vollbild (Esc beendet)</source>
            <translation>Full screen (Esc ends it)</translation>
        </message>
        <message>
            <source>Ausweis: nein, mit Grund</source>
            <translation>Card: no, with a reason</translation>
        </message>
        <message>
            <source>Ausweis: diesen Schritt nicht prüfen</source>
            <translation>Card: leave this step unchecked</translation>
        </message>
        <message>
            <source>Ausweis: letzten Schritt zurücknehmen</source>
            <translation>Card: take the last step back</translation>
        </message>
        <message>
            <source>Ausweis: anderes Dokument oder keines</source>
            <translation>Card: another document, or none</translation>
        </message>
        <message>
            <source>Ausweis: Prüfung abbrechen</source>
            <translation>Card: end the check</translation>
        </message>
        <message>
            <source>Code aus der E-Mail in der Kamera suchen</source>
            <translation>Look for the mail's code in the camera</translation>
        </message>
    </context>
    <context>
        <name>CallPanel</name>
        <message>
            <source>Niemand im Gespräch</source>
            <translation>Nobody in the call</translation>
        </message>
        <message>
            <source>geb. {date}</source>
            <translation>born {date}</translation>
        </message>
        <message>
            <source>F2 ruft die nächste Person auf.</source>
            <translation>F2 calls the next person.</translation>
        </message>
        <message>
            <source>Mikrofon ausschalten</source>
            <translation>Switch the microphone off</translation>
        </message>
        <message>
            <source>Mikrofon einschalten</source>
            <translation>Switch the microphone on</translation>
        </message>
        <message>
            <source>Kamera ausschalten</source>
            <translation>Switch the camera off</translation>
        </message>
        <message>
            <source>Kamera einschalten</source>
            <translation>Switch the camera on</translation>
        </message>
        <message>
            <source>Auflegen</source>
            <translation>Hang up</translation>
        </message>
        <message>
            <source>Die Person hat Kamera und Mikrofon aus.</source>
            <translation>The person's camera and microphone are off.</translation>
        </message>
        <message>
            <source>Die Person hat die Kamera aus.</source>
            <translation>The person's camera is off.</translation>
        </message>
        <message>
            <source>Die Person hat das Mikrofon aus.</source>
            <translation>The person's microphone is off.</translation>
        </message>
    </context>
    <context>
        <name>CallPicture</name>
        <message>
            <source>Bild der Person</source>
            <translation>Picture of the person</translation>
        </message>
        <message>
            <source>Eigenes Bild</source>
            <translation>Own picture</translation>
        </message>
        <message>
            <source>Statistik der Verbindung</source>
            <translation>Statistics of the connection</translation>
        </message>
        <message>
            <source>Aufgerufen. Die Verbindung wird aufgebaut …</source>
            <translation>Called. The connection is being made …</translation>
        </message>
        <message>
            <source>Die Person ist nicht da. Ihr Link führt zurück.</source>
            <translation>The person is not there. Their link leads back.</translation>
        </message>
        <message>
            <source>Verbindung wird wiederhergestellt …</source>
            <translation>The connection is being restored …</translation>
        </message>
        <message>
            <source>Noch kein Bild</source>
            <translation>No picture yet</translation>
        </message>
        <message>
            <source>Aus Sicherheitsgründen getrennt</source>
            <translation>Disconnected for safety</translation>
        </message>
    </context>
    <context>
        <name>CallTools</name>
        <message>
            <source>{n} neue Nachrichten im Chat</source>
            <translation>{n} new messages in the chat</translation>
        </message>
        <message>
            <source>Eine neue Nachricht im Chat</source>
            <translation>One new message in the chat</translation>
        </message>
        <message>
            <source>Chat</source>
            <translation>Chat</translation>
        </message>
        <message>
            <source>Mit der Person schreiben</source>
            <translation>Write with the person</translation>
        </message>
        <message>
            <source>Untertitel</source>
            <translation>Captions</translation>
        </message>
        <message>
            <source>Untertitel beenden</source>
            <translation>End the captions</translation>
        </message>
        <message>
            <source>Untertitel mitschreiben</source>
            <translation>Type captions</translation>
        </message>
        <message>
            <source>Bild</source>
            <translation>Picture</translation>
        </message>
        <message>
            <source>Größe, Drehung, Fenster und Statistik des Bildes</source>
            <translation>Size, rotation, window and statistics of the picture</translation>
        </message>
    </context>
    <context>
        <name>CallWindow</name>
        <message>
            <source>Virtuelles Amt</source>
            <translation>Virtual office</translation>
        </message>
        <message>
            <source>Vollbild verlassen (Esc)</source>
            <translation>Leave full screen (Esc)</translation>
        </message>
        <message>
            <source>Zurück ins Hauptfenster</source>
            <translation>Back into the main window</translation>
        </message>
    </context>
    <context>
        <name>CaptionRow</name>
        <message>
            <source>Untertitel beenden</source>
            <translation>End the captions</translation>
        </message>
        <message>
            <source>Untertitel für die Person</source>
            <translation>Captions for the person</translation>
        </message>
        <message>
            <source>Die Person liest jedes Wort, während Sie tippen. Eingabe beginnt eine neue Zeile.</source>
            <translation>The person reads every word while you type. Return begins a new line.</translation>
        </message>
        <message>
            <source>Untertitel: Die Person liest mit …</source>
            <translation>Captions: the person reads along …</translation>
        </message>
    </context>
    <context>
        <name>ChatPane</name>
        <message>
            <source>Chat</source>
            <translation>Chat</translation>
        </message>
        <message>
            <source>Chat schließen</source>
            <translation>Close the chat</translation>
        </message>
        <message>
            <source>Senden</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Fertige Sätze</source>
            <translation>Ready sentences</translation>
        </message>
        <message>
            <source>Bisher Geschriebenes</source>
            <translation>Written so far</translation>
        </message>
        <message>
            <source>Nachricht an die Person im Gespräch</source>
            <translation>Message to the person in the call</translation>
        </message>
        <message>
            <source>Nachricht schreiben …</source>
            <translation>Write a message …</translation>
        </message>
        <message>
            <source>Noch nichts geschrieben. Der Chat wird nirgends gespeichert.</source>
            <translation>Nothing written yet. The chat is stored nowhere.</translation>
        </message>
        <message>
            <source>Im Gespräch</source>
            <translation>In the call</translation>
        </message>
        <message>
            <source>Aus dem Warteraum</source>
            <translation>From the waiting room</translation>
        </message>
        <message>
            <source>{n} Zeichen zu viel</source>
            <translation>{n} characters too many</translation>
        </message>
        <message>
            <source>Sie</source>
            <translation>You</translation>
        </message>
    </context>
    <context>
        <name>GuestPanel</name>
        <message>
            <source>Weitere Person einladen</source>
            <translation>Invite another person</translation>
        </message>
        <message>
            <source>Dolmetschen, Gebärdensprache oder Begleitung</source>
            <translation>Interpreter, sign language or companion</translation>
        </message>
        <message>
            <source>Dolmetschen</source>
            <translation>Interpreter</translation>
        </message>
        <message>
            <source>Gebärdensprache</source>
            <translation>Sign language</translation>
        </message>
        <message>
            <source>Begleitung</source>
            <translation>Companion</translation>
        </message>
    </context>
    <context>
        <name>InviteForm</name>
        <message>
            <source>Die Person im Gespräch wird gefragt. Ohne ihr Ja kommt niemand dazu.</source>
            <translation>The person in the call is asked. Without their yes nobody joins.</translation>
        </message>
        <message>
            <source>Als was</source>
            <translation>As what</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>E-Mail (ohne: Link kopieren)</source>
            <translation>E-mail (without: copy the link)</translation>
        </message>
        <message>
            <source>Einladen</source>
            <translation>Invite</translation>
        </message>
        <message>
            <source>Abbrechen</source>
            <translation>Cancel</translation>
        </message>
    </context>
    <context>
        <name>GuestRow</name>
        <message>
            <source>Hereinlassen</source>
            <translation>Let in</translation>
        </message>
        <message>
            <source>Link kopieren</source>
            <translation>Copy link</translation>
        </message>
        <message>
            <source>Ton dieser Person an</source>
            <translation>Hear this person</translation>
        </message>
        <message>
            <source>Ton dieser Person aus</source>
            <translation>Do not hear this person</translation>
        </message>
        <message>
            <source>Hinausschicken</source>
            <translation>Send out</translation>
        </message>
        <message>
            <source>Zurückziehen</source>
            <translation>Take back</translation>
        </message>
        <message>
            <source>Chat und Untertitel mitgeben</source>
            <translation>Share chat and captions</translation>
        </message>
        <message>
            <source>Nennt sich: {name}</source>
            <translation>Goes by: {name}</translation>
        </message>
        <message>
            <source>Mikrofon ist aus</source>
            <translation>Microphone is off</translation>
        </message>
        <message>
            <source>Sicherheitscode {code}</source>
            <translation>Security code {code}</translation>
        </message>
        <message>
            <source>Wartet auf das Ja der Person im Gespräch.</source>
            <translation>Waits for the yes of the person in the call.</translation>
        </message>
        <message>
            <source>Zugestimmt. Steht vor der Tür.</source>
            <translation>Agreed. At the door.</translation>
        </message>
        <message>
            <source>Zugestimmt. Hat den Link noch nicht geöffnet.</source>
            <translation>Agreed. Has not opened the link yet.</translation>
        </message>
        <message>
            <source>Gerade nicht verbunden. Der Link führt zurück.</source>
            <translation>Not connected just now. The link leads back.</translation>
        </message>
        <message>
            <source>Im Gespräch</source>
            <translation>In the call</translation>
        </message>
        <message>
            <source>Verbindung wird aufgebaut …</source>
            <translation>Connecting …</translation>
        </message>
        <message>
            <source>Verbindung wird wiederhergestellt …</source>
            <translation>Restoring the connection …</translation>
        </message>
        <message>
            <source>Hat aufgelegt. Der Link führt zurück.</source>
            <translation>Has hung up. The link leads back.</translation>
        </message>
    </context>
    <context>
        <name>GuestPicture</name>
        <message>
            <source>Kamera ist aus</source>
            <translation>Camera is off</translation>
        </message>
        <message>
            <source>Bild von {name}</source>
            <translation>Picture of {name}</translation>
        </message>
        <message>
            <source>Nicht verbunden</source>
            <translation>Not connected</translation>
        </message>
        <message>
            <source>Wird wieder verbunden …</source>
            <translation>Reconnecting …</translation>
        </message>
        <message>
            <source>Wird verbunden …</source>
            <translation>Connecting …</translation>
        </message>
    </context>
    <context>
        <name>CodePanel</name>
        <message>
            <source>Vergleichen</source>
            <translation>Compare</translation>
        </message>
        <message>
            <source>Prüfen, dass niemand mithört</source>
            <translation>Make sure that nobody listens in</translation>
        </message>
        <message>
            <source>Lesen Sie den Code vor. Sieht die Person denselben, hört auf dem Weg niemand mit.</source>
            <translation>Read the code aloud. If the person sees the same one, nobody listens in on the way.</translation>
        </message>
        <message>
            <source>Die Person hat bestätigt: Es ist derselbe Code.</source>
            <translation>The person has confirmed: it is the same code.</translation>
        </message>
        <message>
            <source>Stimmt überein</source>
            <translation>The same</translation>
        </message>
        <message>
            <source>Stimmt nicht</source>
            <translation>Different</translation>
        </message>
        <message>
            <source>Sicherheitscode verglichen</source>
            <translation>Security code compared</translation>
        </message>
        <message>
            <source>Code neu vergleichen:</source>
            <translation>Compare the code anew:</translation>
        </message>
        <message>
            <source>Sicherheitscode</source>
            <translation>Security code</translation>
        </message>
    </context>
    <context>
        <name>DeviceSettings</name>
        <message>
            <source>Sprechen Sie: Die Balken schlagen aus. Die Person hört Sie.</source>
            <translation>Speak: the bars move. The person hears you.</translation>
        </message>
        <message>
            <source>Kamera und Ton</source>
            <translation>Camera and sound</translation>
        </message>
        <message>
            <source>Jede Wahl gilt sofort, auch im laufenden Gespräch. Nichts wird aufgenommen.</source>
            <translation>Every choice takes effect at once, also in a call. Nothing is recorded.</translation>
        </message>
        <message>
            <source>Kamera</source>
            <translation>Camera</translation>
        </message>
        <message>
            <source>Mikrofon</source>
            <translation>Microphone</translation>
        </message>
        <message>
            <source>Lautsprecher für das Gespräch</source>
            <translation>Speaker for the call</translation>
        </message>
        <message>
            <source>Lautsprecher für Klingeln und Hinweise</source>
            <translation>Speaker for ringing and notices</translation>
        </message>
        <message>
            <source>Sprechen Sie: Die Balken schlagen aus. Niemand hört das mit.</source>
            <translation>Speak: the bars move. Nobody else hears this.</translation>
        </message>
        <message>
            <source>Bild Ihrer Kamera</source>
            <translation>Picture of your camera</translation>
        </message>
        <message>
            <source>Lautstärke Ihres Mikrofons</source>
            <translation>Level of your microphone</translation>
        </message>
        <message>
            <source>Lautstärke des Lautsprechers</source>
            <translation>Level of the speaker</translation>
        </message>
        <message>
            <source>Testton</source>
            <translation>Test tone</translation>
        </message>
        <message>
            <source>Klingeln</source>
            <translation>Ring</translation>
        </message>
        <message>
            <source>Echo und Rauschen aus dem Mikrofon nehmen</source>
            <translation>Take echo and noise out of the microphone</translation>
        </message>
        <message>
            <source>Schließen</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Keine Kamera</source>
            <translation>No camera</translation>
        </message>
        <message>
            <source>Damit brauchen Sie kein Headset.</source>
            <translation>With this you need no headset.</translation>
        </message>
        <message>
            <source>Auf diesem Rechner ist das nicht möglich. Benutzen Sie bitte ein Headset.</source>
            <translation>This is not possible on this computer. Please use a headset.</translation>
        </message>
        <message>
            <source>{device} (nicht angeschlossen)</source>
            <translation>{device} (not connected)</translation>
        </message>
        <message>
            <source>Standard des Systems</source>
            <translation>System default</translation>
        </message>
        <message>
            <source>Nichts angeschlossen</source>
            <translation>Nothing connected</translation>
        </message>
    </context>
    <context>
        <name>DocumentEditor</name>
        <message>
            <source>Nächste Lücke</source>
            <translation>Next gap</translation>
        </message>
        <message>
            <source>Der Person zeigen</source>
            <translation>Show to the person</translation>
        </message>
        <message>
            <source>Papier entsteht …</source>
            <translation>Making the paper …</translation>
        </message>
        <message>
            <source>Das Formular ist vollständig.</source>
            <translation>The form is complete.</translation>
        </message>
        <message>
            <source>Eine Angabe fehlt noch oder stimmt nicht.</source>
            <translation>One entry is missing or wrong.</translation>
        </message>
        <message>
            <source>{n} Angaben fehlen noch oder stimmen nicht.</source>
            <translation>{n} entries are missing or wrong.</translation>
        </message>
    </context>
    <context>
        <name>Elsewhere</name>
        <message>
            <source>Das Bild ist in einem eigenen Fenster.</source>
            <translation>The picture is in a window of its own.</translation>
        </message>
        <message>
            <source>Hierher zurückholen</source>
            <translation>Bring it back here</translation>
        </message>
    </context>
    <context>
        <name>FieldRow</name>
        <message>
            <source> (freiwillig)</source>
            <translation> (optional)</translation>
        </message>
        <message>
            <source>bitte wählen</source>
            <translation>please choose</translation>
        </message>
        <message>
            <source>Woher dieser Wert stammt</source>
            <translation>Where this value comes from</translation>
        </message>
    </context>
    <context>
        <name>FinishPanel</name>
        <message>
            <source>Abschluss</source>
            <translation>Finish</translation>
        </message>
        <message>
            <source>Noch einmal senden</source>
            <translation>Send again</translation>
        </message>
        <message>
            <source>Ohne Bestätigung beenden</source>
            <translation>End without confirmation</translation>
        </message>
        <message>
            <source>Termin abschließen</source>
            <translation>Finish the appointment</translation>
        </message>
        <message>
            <source>Alles ist angekommen. Erinnern Sie ans Herunterladen und verabschieden Sie sich.</source>
            <translation>Everything has arrived. Remind them to download it and say goodbye.</translation>
        </message>
        <message>
            <source>Das Papier geht auf das Gerät der Person. Warten Sie, bis es angekommen ist.</source>
            <translation>The paper is going to the person's device. Wait until it has arrived.</translation>
        </message>
        <message>
            <source>Angekommen, unverändert</source>
            <translation>Arrived, unchanged</translation>
        </message>
        <message>
            <source>Wird übertragen …</source>
            <translation>Sending …</translation>
        </message>
        <message>
            <source>Prüfsumme (SHA-256): {sum}</source>
            <translation>Checksum (SHA-256): {sum}</translation>
        </message>
    </context>
    <context>
        <name>GreetPanel</name>
        <message>
            <source>Begrüßen</source>
            <translation>Greet</translation>
        </message>
        <message>
            <source>Stellen Sie sich vor, fragen Sie nach Bild und Ton, und sagen Sie, was folgt.</source>
            <translation>Introduce yourself, ask about picture and sound, and say what comes next.</translation>
        </message>
        <message>
            <source>Weiter zum Ausweis</source>
            <translation>On to the card</translation>
        </message>
        <message>
            <source>Weiter</source>
            <translation>Go on</translation>
        </message>
        <message>
            <source>Deutsch</source>
            <translation>German</translation>
        </message>
        <message>
            <source>Englisch</source>
            <translation>English</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Geburtsdatum</source>
            <translation>Date of birth</translation>
        </message>
        <message>
            <source>E-Mail</source>
            <translation>E-mail</translation>
        </message>
        <message>
            <source>Mobil</source>
            <translation>Mobile</translation>
        </message>
        <message>
            <source>Sprache</source>
            <translation>Language</translation>
        </message>
        <message>
            <source>Termin</source>
            <translation>Appointment</translation>
        </message>
        <message>
            <source>Buchung</source>
            <translation>Booking</translation>
        </message>
        <message>
            <source>Anliegen</source>
            <translation>Matter</translation>
        </message>
        <message>
            <source>Bereitzuhalten</source>
            <translation>To have ready</translation>
        </message>
        <message>
            <source>Rechtsgrundlage</source>
            <translation>Legal basis</translation>
        </message>
        <message>
            <source>Worum es geht</source>
            <translation>What it is about</translation>
        </message>
        <message>
            <source>Suche beenden</source>
            <translation>Stop looking</translation>
        </message>
        <message>
            <source>Code aus der E-Mail</source>
            <translation>Code from the e-mail</translation>
        </message>
    </context>
    <context>
        <name>IdentityForm</name>
        <message>
            <source>bitte wählen</source>
            <translation>please choose</translation>
        </message>
        <message>
            <source>Übernehmen</source>
            <translation>Use these</translation>
        </message>
    </context>
    <context>
        <name>IdentityPanel</name>
        <message>
            <source>Wer ist da?</source>
            <translation>Who is there?</translation>
        </message>
        <message>
            <source>Weiter</source>
            <translation>Go on</translation>
        </message>
        <message>
            <source>Ausweisbild aufnehmen</source>
            <translation>Take a picture of the card</translation>
        </message>
        <message>
            <source>Bild kommt …</source>
            <translation>Picture is coming …</translation>
        </message>
        <message>
            <source>Wird gelesen …</source>
            <translation>Reading …</translation>
        </message>
        <message>
            <source>Noch einmal aufnehmen</source>
            <translation>Take another picture</translation>
        </message>
        <message>
            <source>Von Hand eingeben</source>
            <translation>Type by hand</translation>
        </message>
        <message>
            <source>Identität bestätigen</source>
            <translation>Confirm the identity</translation>
        </message>
        <message>
            <source>Kein Ausweis: Fragen stellen</source>
            <translation>No card: ask questions</translation>
        </message>
        <message>
            <source>Was die Person zeigt</source>
            <translation>What the person shows</translation>
        </message>
        <message>
            <source>Ja</source>
            <translation>Yes</translation>
        </message>
        <message>
            <source>Nein …</source>
            <translation>No …</translation>
        </message>
        <message>
            <source>Nicht geprüft</source>
            <translation>Not checked</translation>
        </message>
        <message>
            <source>Schritt zurück</source>
            <translation>One step back</translation>
        </message>
        <message>
            <source>Prüfung abbrechen …</source>
            <translation>End the check …</translation>
        </message>
        <message>
            <source>verlangt: {level}</source>
            <translation>asked for: {level}</translation>
        </message>
        <message>
            <source>erreicht: {level}</source>
            <translation>reached: {level}</translation>
        </message>
        <message>
            <source>Neues Standbild</source>
            <translation>New still</translation>
        </message>
        <message>
            <source>Neu beginnen</source>
            <translation>Begin anew</translation>
        </message>
    </context>
    <context>
        <name>IdlePanel</name>
        <message>
            <source>Niemand wartet</source>
            <translation>Nobody is waiting</translation>
        </message>
        <message>
            <source>Sobald jemand den Warteraum betritt, sehen Sie es links.</source>
            <translation>As soon as somebody enters the waiting room you will see it on the left.</translation>
        </message>
        <message>
            <source>Eine Person wartet</source>
            <translation>One person is waiting</translation>
        </message>
        <message>
            <source>{n} Personen warten</source>
            <translation>{n} people are waiting</translation>
        </message>
        <message>
            <source>F2 ruft auf, wer als Nächstes an der Reihe ist.</source>
            <translation>F2 calls whoever is next.</translation>
        </message>
    </context>
    <context>
        <name>KeyOverview</name>
        <message>
            <source>Tasten</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>Schließen</source>
            <translation>Close</translation>
        </message>
        <message>
            <source>Zum ersten bis letzten Schritt</source>
            <translation>To the first … last stage</translation>
        </message>
    </context>
    <context>
        <name>LinkLine</name>
        <message>
            <source>Lautstärke der Person</source>
            <translation>Loudness of the person</translation>
        </message>
        <message>
            <source>Verbindung: {word}</source>
            <translation>Connection: {word}</translation>
        </message>
        <message>
            <source>gut</source>
            <translation>good</translation>
        </message>
        <message>
            <source>schwach</source>
            <translation>weak</translation>
        </message>
        <message>
            <source>schlecht</source>
            <translation>bad</translation>
        </message>
        <message>
            <source>Die Verbindung ist in beiden Richtungen schwach.</source>
            <translation>The connection is weak in both directions.</translation>
        </message>
        <message>
            <source>Bild und Ton der Person kommen hier nicht gut an.</source>
            <translation>The person’s picture and sound do not arrive well here.</translation>
        </message>
        <message>
            <source>Ihr Bild und Ton kommen bei der Person nicht gut an.</source>
            <translation>Your picture and sound do not arrive well at the person’s end.</translation>
        </message>
        <message>
            <source>Bild und Ton kommen auf beiden Seiten gut an.</source>
            <translation>Picture and sound arrive well on both sides.</translation>
        </message>
        <message>
            <source>Verbunden, verschlüsselt</source>
            <translation>Connected, encrypted</translation>
        </message>
        <message>
            <source>Verbindung wird aufgebaut …</source>
            <translation>The connection is being made …</translation>
        </message>
        <message>
            <source>Person nicht da</source>
            <translation>Person not there</translation>
        </message>
        <message>
            <source>Verbindung wird wiederhergestellt …</source>
            <translation>The connection is being restored …</translation>
        </message>
        <message>
            <source>Kein Mikrofon an diesem Platz</source>
            <translation>No microphone at this desk</translation>
        </message>
        <message>
            <source>Ihr Mikrofon ist aus</source>
            <translation>Your microphone is off</translation>
        </message>
        <message>
            <source>Ihre Kamera ist aus</source>
            <translation>Your camera is off</translation>
        </message>
        <message>
            <source>Aus Sicherheitsgründen getrennt</source>
            <translation>Disconnected for safety</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Wird aufgerufen …</source>
            <translation>Calling …</translation>
        </message>
        <message>
            <source>Meldung schließen</source>
            <translation>Close this notice</translation>
        </message>
        <message>
            <source>Virtuelles Amt</source>
            <translation>Virtual office</translation>
        </message>
    </context>
    <context>
        <name>NotesPane</name>
        <message>
            <source>Nachrichten</source>
            <translation>Messages</translation>
        </message>
        <message>
            <source>Zurück zur Warteschlange</source>
            <translation>Back to the queue</translation>
        </message>
        <message>
            <source>Senden</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Bisherige Nachrichten</source>
            <translation>Messages so far</translation>
        </message>
        <message>
            <source>Nachricht an die wartende Person</source>
            <translation>Message to the waiting person</translation>
        </message>
        <message>
            <source>Nachrichten werden nirgends gespeichert und verschwinden mit dem Termin.</source>
            <translation>Messages are stored nowhere and vanish with the appointment.</translation>
        </message>
        <message>
            <source>Schreiben geht nur, solange die Person wartet.</source>
            <translation>You can write only while the person is waiting.</translation>
        </message>
        <message>
            <source>Noch einmal senden</source>
            <translation>Send again</translation>
        </message>
        <message>
            <source>Sie</source>
            <translation>You</translation>
        </message>
        <message>
            <source>{n} Zeichen zu viel</source>
            <translation>{n} characters too many</translation>
        </message>
        <message>
            <source>noch {n} Zeichen</source>
            <translation>{n} characters left</translation>
        </message>
    </context>
    <context>
        <name>PagePreview</name>
        <message>
            <source>Seite zurück</source>
            <translation>Page back</translation>
        </message>
        <message>
            <source>Seite vor</source>
            <translation>Page forward</translation>
        </message>
        <message>
            <source>Papier</source>
            <translation>Paper</translation>
        </message>
        <message>
            <source>Vorschau des Papiers</source>
            <translation>Preview of the paper</translation>
        </message>
        <message>
            <source>Das Papier entsteht …</source>
            <translation>Making the paper …</translation>
        </message>
    </context>
    <context>
        <name>PayPanel</name>
        <message>
            <source>Gebühr</source>
            <translation>Fee</translation>
        </message>
        <message>
            <source>Für dieses Anliegen fallen {fee} an. Im Gespräch kann noch nicht bezahlt werden.</source>
            <translation>This matter costs {fee}. It cannot be paid in the call yet.</translation>
        </message>
        <message>
            <source>Weiter zum Abschluss</source>
            <translation>On to the end</translation>
        </message>
    </context>
    <context>
        <name>QueueBar</name>
        <message>
            <source>Name, Anliegen oder Nummer</source>
            <translation>Name, matter or number</translation>
        </message>
        <message>
            <source>In der Warteschlange suchen</source>
            <translation>Search the queue</translation>
        </message>
        <message>
            <source>Wartend</source>
            <translation>Waiting</translation>
        </message>
        <message>
            <source>Wer da ist: wartet, im Gespräch oder unterbrochen</source>
            <translation>Who is here: waiting, in a call or interrupted</translation>
        </message>
        <message>
            <source>Alle</source>
            <translation>All</translation>
        </message>
        <message>
            <source>Alle von heute</source>
            <translation>Everybody of today</translation>
        </message>
        <message>
            <source>Geparkt</source>
            <translation>Parked</translation>
        </message>
        <message>
            <source>Wer geparkt ist</source>
            <translation>Who is parked</translation>
        </message>
        <message>
            <source>Erledigt</source>
            <translation>Done</translation>
        </message>
        <message>
            <source>Wer heute fertig ist</source>
            <translation>Who is done today</translation>
        </message>
    </context>
    <context>
        <name>QueueDeeds</name>
        <message>
            <source>Einreihen</source>
            <translation>Put back</translation>
        </message>
        <message>
            <source>Parken</source>
            <translation>Park</translation>
        </message>
        <message>
            <source>Wieder an der alten Stelle einreihen</source>
            <translation>Put back in line at the old place</translation>
        </message>
        <message>
            <source>Beim Aufrufen der nächsten Person überspringen</source>
            <translation>Skip when the next person is called</translation>
        </message>
        <message>
            <source>Nachricht</source>
            <translation>Message</translation>
        </message>
        <message>
            <source>Nachricht schreiben oder lesen</source>
            <translation>Write or read a message</translation>
        </message>
        <message>
            <source>Umleiten</source>
            <translation>Redirect</translation>
        </message>
        <message>
            <source>An ein anderes Amt umleiten</source>
            <translation>Redirect to another office</translation>
        </message>
        <message>
            <source>Nicht da</source>
            <translation>No-show</translation>
        </message>
        <message>
            <source>Als nicht erschienen vermerken</source>
            <translation>Note as missed</translation>
        </message>
        <message>
            <source>{name} aufrufen</source>
            <translation>Call {name}</translation>
        </message>
        <message>
            <source>{name} wieder aufnehmen</source>
            <translation>Take {name} up again</translation>
        </message>
    </context>
    <context>
        <name>CardTrial</name>
        <message>
            <source>Karte zu klein</source>
            <translation>card too small</translation>
        </message>
        <message>
            <source>zu dunkel</source>
            <translation>too dark</translation>
        </message>
        <message>
            <source>Spiegelung</source>
            <translation>reflection</translation>
        </message>
        <message>
            <source>schief gehalten</source>
            <translation>held at an angle</translation>
        </message>
        <message>
            <source>unscharf</source>
            <translation>not sharp</translation>
        </message>
        <message>
            <source>Größe</source>
            <translation>size</translation>
        </message>
        <message>
            <source>Licht</source>
            <translation>light</translation>
        </message>
        <message>
            <source>Haltung</source>
            <translation>posture</translation>
        </message>
        <message>
            <source>Schärfe</source>
            <translation>sharpness</translation>
        </message>
        <message>
            <source>gut</source>
            <translation>good</translation>
        </message>
        <message>
            <source>mittel</source>
            <translation>fair</translation>
        </message>
        <message>
            <source>schlecht</source>
            <translation>poor</translation>
        </message>
        <message>
            <source>Ausweis-Probe: {how}</source>
            <translation>ID trial: {how}</translation>
        </message>
        <message>
            <source>Beide Seiten waren gut zu lesen.</source>
            <translation>Both sides were legible.</translation>
        </message>
        <message>
            <source>Nur die Seite mit den Zeilen war gut zu lesen.</source>
            <translation>Only the side with the lines was legible.</translation>
        </message>
        <message>
            <source>Nur die Vorderseite war gut zu lesen.</source>
            <translation>Only the front was legible.</translation>
        </message>
        <message>
            <source>Keine Seite war gut zu lesen.</source>
            <translation>Neither side was legible.</translation>
        </message>
        <message>
            <source>Kamera {width} × {height}</source>
            <translation>Camera {width} × {height}</translation>
        </message>
        <message>
            <source>Ausweis-Probe: {grades}. {sides} {camera}.</source>
            <translation>ID trial: {grades}. {sides} {camera}.</translation>
        </message>
    </context>
    <context>
        <name>QueueDelegate</name>
        <message>
            <source>wartet seit eben</source>
            <translation>waiting since just now</translation>
        </message>
        <message>
            <source>wartet {n} min</source>
            <translation>waiting {n} min</translation>
        </message>
        <message>
            <source>noch nicht da</source>
            <translation>not here yet</translation>
        </message>
        <message>
            <source>unterbrochen</source>
            <translation>interrupted</translation>
        </message>
        <message>
            <source>bei Ihnen</source>
            <translation>with you</translation>
        </message>
        <message>
            <source>an einem anderen Platz</source>
            <translation>at another desk</translation>
        </message>
        <message>
            <source>nicht erschienen</source>
            <translation>missed</translation>
        </message>
        <message>
            <source>abgesagt</source>
            <translation>cancelled</translation>
        </message>
        <message>
            <source>verlegt</source>
            <translation>moved</translation>
        </message>
        <message>
            <source>erledigt</source>
            <translation>done</translation>
        </message>
        <message>
            <source>seit {time} Uhr</source>
            <translation>since {time}</translation>
        </message>
        <message>
            <source>neue Nachricht</source>
            <translation>new message</translation>
        </message>
        <message>
            <source>geparkt</source>
            <translation>parked</translation>
        </message>
        <message>
            <source>geparkt von {name}</source>
            <translation>parked by {name}</translation>
        </message>
        <message>
            <source>umgeleitet von {office}</source>
            <translation>redirected from {office}</translation>
        </message>
        <message>
            <source>Platz {n}</source>
            <translation>Place {n}</translation>
        </message>
        <message>
            <source>wieder da</source>
            <translation>back again</translation>
        </message>
        <message>
            <source>gerade nicht verbunden</source>
            <translation>not connected at the moment</translation>
        </message>
    </context>
    <context>
        <name>QueuePanel</name>
        <message>
            <source>Warteschlange</source>
            <translation>Queue</translation>
        </message>
        <message>
            <source>Nächste Person</source>
            <translation>Next person</translation>
        </message>
        <message>
            <source>Warteschlange verbergen</source>
            <translation>Hide the queue</translation>
        </message>
        <message>
            <source>Warteschlange zeigen</source>
            <translation>Show the queue</translation>
        </message>
        <message>
            <source>Warteschlange von heute</source>
            <translation>Today's queue</translation>
        </message>
        <message>
            <source>Die Warteschlange wird geladen …</source>
            <translation>Loading the queue …</translation>
        </message>
        <message>
            <source>Wartende: {n}</source>
            <translation>Waiting: {n}</translation>
        </message>
        <message>
            <source>Eine neue Nachricht lesen</source>
            <translation>Read a new message</translation>
        </message>
        <message>
            <source>Neue Nachrichten lesen: {n}</source>
            <translation>Read new messages: {n}</translation>
        </message>
        <message>
            <source>Niemand gefunden.</source>
            <translation>Nobody found.</translation>
        </message>
        <message>
            <source>Niemand ist da. Heute kommen noch: {n}</source>
            <translation>Nobody is here. Still to come today: {n}</translation>
        </message>
        <message>
            <source>Niemand ist geparkt.</source>
            <translation>Nobody is parked.</translation>
        </message>
        <message>
            <source>Heute ist noch niemand fertig.</source>
            <translation>Nobody is done yet today.</translation>
        </message>
        <message>
            <source>Heute stehen keine Termine an.</source>
            <translation>There are no appointments today.</translation>
        </message>
    </context>
    <context>
        <name>RedirectPane</name>
        <message>
            <source>Umleiten</source>
            <translation>Redirect</translation>
        </message>
        <message>
            <source>Zurück zur Warteschlange</source>
            <translation>Back to the queue</translation>
        </message>
        <message>
            <source>Die anderen Ämter sind gerade nicht zu erfahren.</source>
            <translation>The other offices cannot be found out at the moment.</translation>
        </message>
        <message>
            <source>Die anderen Ämter werden geladen …</source>
            <translation>The other offices are being loaded …</translation>
        </message>
        <message>
            <source>Welches Amt soll übernehmen? Die Reihenfolge nach Termin bleibt; der Link der Person auch.</source>
            <translation>Which office is to take over? The order by appointment stays, and so does the person’s link.</translation>
        </message>
        <message>
            <source>Es gibt kein anderes Amt.</source>
            <translation>There is no other office.</translation>
        </message>
    </context>
    <context>
        <name>ReviewPanel</name>
        <message>
            <source>Stimmen die Papiere?</source>
            <translation>Are the papers right?</translation>
        </message>
        <message>
            <source>Die Person sieht sie auf ihrem Bildschirm. Gehen Sie alle mit ihr durch, eines nach dem anderen.</source>
            <translation>The person sees them on their own screen. Go through all of them together, one after the other.</translation>
        </message>
        <message>
            <source>Stimmt das Papier?</source>
            <translation>Is the paper right?</translation>
        </message>
        <message>
            <source>Die Person sieht das Papier auf ihrem Bildschirm. Gehen Sie es mit ihr durch, bis sie antwortet.</source>
            <translation>The person sees the paper on their own screen. Go through it together until they answer.</translation>
        </message>
        <message>
            <source>Korrigieren</source>
            <translation>Correct</translation>
        </message>
        <message>
            <source>Weiter zur Unterschrift</source>
            <translation>On to the signature</translation>
        </message>
        <message>
            <source>Weiter</source>
            <translation>Go on</translation>
        </message>
        <message>
            <source>Die Person hat noch nicht zugestimmt.</source>
            <translation>The person has not agreed yet.</translation>
        </message>
        <message>
            <source>Bemerkung der Person:</source>
            <translation>The person's remark:</translation>
        </message>
        <message>
            <source>{seen} von {all} Seiten gesehen</source>
            <translation>{seen} of {all} pages seen</translation>
        </message>
        <message>
            <source>Fassung {n}</source>
            <translation>Version {n}</translation>
        </message>
        <message>
            <source>Die Person sagt: stimmt.</source>
            <translation>The person says: it is right.</translation>
        </message>
        <message>
            <source>Die Person sagt: stimmt nicht.</source>
            <translation>The person says: it is not right.</translation>
        </message>
        <message>
            <source>Die Person liest …</source>
            <translation>The person is reading …</translation>
        </message>
        <message>
            <source>Wird übertragen …</source>
            <translation>Sending …</translation>
        </message>
    </context>
    <context>
        <name>Sentences</name>
        <message>
            <source>Die Kamera „{device}“ ist nicht mehr da. Es filmt jetzt „{other}“.</source>
            <translation>The camera “{device}” is gone. “{other}” films now.</translation>
        </message>
        <message>
            <source>Das Mikrofon „{device}“ ist nicht mehr da. Man hört Sie jetzt über „{other}“.</source>
            <translation>The microphone “{device}” is gone. You are heard through “{other}” now.</translation>
        </message>
        <message>
            <source>Der Lautsprecher „{device}“ ist nicht mehr da. Sie hören jetzt über „{other}“.</source>
            <translation>The speaker “{device}” is gone. You hear through “{other}” now.</translation>
        </message>
        <message>
            <source>Der Lautsprecher „{device}“ ist nicht mehr da. Es klingelt jetzt über „{other}“.</source>
            <translation>The speaker “{device}” is gone. Ringing comes from “{other}” now.</translation>
        </message>
        <message>
            <source>Die Kamera „{device}“ ist nicht mehr da. Die Person sieht Ihr Namensschild.</source>
            <translation>The camera “{device}” is gone. The person sees your name card.</translation>
        </message>
        <message>
            <source>Das Mikrofon „{device}“ ist nicht mehr da, und es gibt kein anderes. Man hört Sie nicht.</source>
            <translation>The microphone “{device}” is gone and there is no other. You are not heard.</translation>
        </message>
        <message>
            <source>Der Lautsprecher „{device}“ ist nicht mehr da, und es gibt keinen anderen. Sie hören nichts.</source>
            <translation>The speaker “{device}” is gone and there is no other. You hear nothing.</translation>
        </message>
        <message>
            <source>Der Lautsprecher „{device}“ ist nicht mehr da, und es gibt keinen anderen. Es klingelt nicht.</source>
            <translation>The speaker “{device}” is gone and there is no other. Nothing rings.</translation>
        </message>
        <message>
            <source>„{device}“ ist wieder da und wird benutzt.</source>
            <translation>“{device}” is back and in use.</translation>
        </message>
        <message>
            <source>Das hat nicht geklappt, der Grund ist unbekannt. Versuchen Sie es noch einmal, oder rufen Sie die IT.</source>
            <translation>That did not work and the reason is unknown. Try again, or call IT.</translation>
        </message>
        <message>
            <source>Ihre Anmeldung gilt nicht mehr. Melden Sie sich bitte neu an.</source>
            <translation>You are no longer signed in. Please sign in again.</translation>
        </message>
        <message>
            <source>Benutzername und Passwort passen nicht zusammen. Prüfen Sie bitte beide.</source>
            <translation>User name and password do not belong together. Please check both.</translation>
        </message>
        <message>
            <source>Der Link der Person führt zu keinem Termin.</source>
            <translation>The person's link does not lead to an appointment.</translation>
        </message>
        <message>
            <source>Der Link ist abgelaufen. Die Person braucht einen neuen Termin.</source>
            <translation>The link has expired. The person needs a new appointment.</translation>
        </message>
        <message>
            <source>Der Termin wurde verlegt. Der Link steht in der neueren E-Mail.</source>
            <translation>The appointment was moved. The newer e-mail has the link.</translation>
        </message>
        <message>
            <source>Dafür ist es zu spät; der Termin hat begonnen oder ist vorbei.</source>
            <translation>It is too late for that; the appointment has begun or is over.</translation>
        </message>
        <message>
            <source>Diese Anliegen dauern zusammen zu lange für einen Termin.</source>
            <translation>These matters together take too long for one appointment.</translation>
        </message>
        <message>
            <source>Diese Person hat schon so viele offene Termine wie erlaubt.</source>
            <translation>This person already has as many open appointments as allowed.</translation>
        </message>
        <message>
            <source>Die Prüfung gegen Programme ist misslungen. Noch einmal bitte.</source>
            <translation>The check against robots failed. Once more, please.</translation>
        </message>
        <message>
            <source>Die Person ist gerade nicht verbunden.</source>
            <translation>The person is not connected at the moment.</translation>
        </message>
        <message>
            <source>Diesen Termin gibt es nicht, oder er gehört zu einem anderen Amt.</source>
            <translation>There is no such appointment, or it belongs to another office.</translation>
        </message>
        <message>
            <source>Dieser Termin wurde gerade vergeben.</source>
            <translation>This appointment has just been taken.</translation>
        </message>
        <message>
            <source>Die Reservierung ist abgelaufen.</source>
            <translation>The reservation has expired.</translation>
        </message>
        <message>
            <source>Der Termin steht inzwischen anders. Sehen Sie in die Warteschlange; sie zeigt den neuesten Stand.</source>
            <translation>The appointment has changed meanwhile. Look at the queue; it shows how things stand.</translation>
        </message>
        <message>
            <source>Im Moment wartet niemand.</source>
            <translation>Nobody is waiting at the moment.</translation>
        </message>
        <message>
            <source>In diesem Gespräch ist schon eine weitere Person eingeladen.</source>
            <translation>Another person is invited into this call already.</translation>
        </message>
        <message>
            <source>Die Bürgerin oder der Bürger hat noch nicht zugestimmt.</source>
            <translation>The citizen has not agreed yet.</translation>
        </message>
        <message>
            <source>Diese Einladung gilt nicht mehr.</source>
            <translation>This invitation is no longer valid.</translation>
        </message>
        <message>
            <source>{person} ist nicht mehr eingeladen: Die Person im Gespräch möchte es nicht.</source>
            <translation>{person} is no longer invited: the person in the call does not want it.</translation>
        </message>
        <message>
            <source>Die Verbindung zu {person} wurde aus Sicherheitsgründen beendet: Jemand könnte mithören.</source>
            <translation>The connection to {person} was ended for safety: somebody might listen in.</translation>
        </message>
        <message>
            <source>Diese Person wird schon an einem anderen Platz bedient.</source>
            <translation>This person is already being served at another desk.</translation>
        </message>
        <message>
            <source>Eine Angabe stimmt nicht. Prüfen Sie bitte Ihre Eingabe.</source>
            <translation>An entry is wrong. Please check what you entered.</translation>
        </message>
        <message>
            <source>Die Anfrage wurde nicht angenommen. Versuchen Sie es noch einmal.</source>
            <translation>The request was not accepted. Try again.</translation>
        </message>
        <message>
            <source>Zu viele Versuche in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es dann noch einmal.</source>
            <translation>Too many attempts in a short time. Wait a minute, then try again.</translation>
        </message>
        <message>
            <source>Der Server des Amts ist nicht erreichbar. Ein laufendes Gespräch geht trotzdem weiter.</source>
            <translation>The office's server cannot be reached. A call in progress goes on all the same.</translation>
        </message>
        <message>
            <source>Der Ausweis konnte nicht gelesen werden.</source>
            <translation>The card could not be read.</translation>
        </message>
        <message>
            <source>Das Papier konnte nicht erstellt werden. Prüfen Sie ungewöhnliche Zeichen in den Angaben.</source>
            <translation>The paper could not be made. Check the entries for unusual characters.</translation>
        </message>
        <message>
            <source>Das ist kein PDF und kein Bild, das hier geöffnet werden kann.</source>
            <translation>This is neither a PDF nor a picture that can be opened here.</translation>
        </message>
        <message>
            <source>Die Datei ist beschädigt und kann nicht gelesen werden. Bitten Sie um eine neue oder um ein Foto.</source>
            <translation>The file is damaged and cannot be read. Ask for another one, or for a photo.</translation>
        </message>
        <message>
            <source>Die Datei ist mit einem Passwort geschützt. Ohne das richtige Passwort lässt sie sich nicht öffnen.</source>
            <translation>The file is protected by a password. Without the right one it cannot be opened.</translation>
        </message>
        <message>
            <source>Die Datei ist zu groß oder braucht zu viel Zeit und wurde deshalb nicht geöffnet.</source>
            <translation>The file is too large or takes too long, so it was not opened.</translation>
        </message>
        <message>
            <source>Das Foto konnte nicht gelesen werden. Bitten Sie um ein neues.</source>
            <translation>The photo could not be read. Ask for a new one.</translation>
        </message>
        <message>
            <source>Diese Zeichnung wurde nicht als Unterschrift angenommen.</source>
            <translation>This drawing was not accepted as a signature.</translation>
        </message>
        <message>
            <source>Die Verbindung zur Person ist abgerissen. Sobald sie wieder steht, versuchen Sie es noch einmal.</source>
            <translation>The connection to the person was lost. Try again as soon as it is back.</translation>
        </message>
        <message>
            <source>Der Warteraum ist für diesen Termin noch nicht geöffnet.</source>
            <translation>The waiting room is not open for this appointment yet.</translation>
        </message>
        <message>
            <source>Der Link wurde auf einem anderen Gerät geöffnet.</source>
            <translation>The link was opened on another device.</translation>
        </message>
        <message>
            <source>Dieses Programm ist älter als der Server des Amts. Starten Sie es neu oder rufen Sie die IT.</source>
            <translation>This program is older than the office's server. Restart it or call IT.</translation>
        </message>
        <message>
            <source>{person} hat die Seite verlassen. Der Link aus der E-Mail führt zurück ins Gespräch.</source>
            <translation>{person} has left the page. The link in the e-mail leads back into the call.</translation>
        </message>
        <message>
            <source>{person} hat aufgelegt. Der Link aus der E-Mail führt zurück.</source>
            <translation>{person} has hung up. The link in the e-mail leads back.</translation>
        </message>
        <message>
            <source>Die Verbindung zu {person} ist abgerissen. Sie wird von selbst neu aufgebaut, sobald es geht.</source>
            <translation>The connection to {person} was lost. It comes back by itself as soon as possible.</translation>
        </message>
        <message>
            <source>{person} ist zurück. Ist es noch dieselbe Person wie vorhin?</source>
            <translation>{person} is back. Is it still the same person as before?</translation>
        </message>
        <message>
            <source>Sie sind im Gespräch mit {person}. Was soll geschehen?</source>
            <translation>You are in a call with {person}. What shall happen?</translation>
        </message>
        <message>
            <source>Beenden Sie zuerst das Gespräch mit {person}.</source>
            <translation>End the call with {person} first.</translation>
        </message>
        <message>
            <source>Das Gespräch mit {person} ist noch offen.</source>
            <translation>The call with {person} is still open.</translation>
        </message>
        <message>
            <source>Der Server ist nicht erreichbar. Was Sie tun, wird nachgetragen; das Gespräch geht weiter.</source>
            <translation>The server cannot be reached. What you do will be recorded later; the call goes on.</translation>
        </message>
        <message>
            <source>Das Formular hat sich geändert. Das Papier wurde zurückgeholt; zeigen Sie es der Person neu.</source>
            <translation>The form has changed. The paper was taken back; show it to the person again.</translation>
        </message>
        <message>
            <source>Dieser Rechner hat keinen Schlüsselbund. Ihre Anmeldung gilt nur, bis Sie das Programm schließen.</source>
            <translation>This computer has no keyring. You stay signed in only until you close the program.</translation>
        </message>
        <message>
            <source>Weiter warten</source>
            <translation>Keep waiting</translation>
        </message>
        <message>
            <source>Termin abschließen</source>
            <translation>Finish the appointment</translation>
        </message>
        <message>
            <source>Unterbrechen</source>
            <translation>Interrupt</translation>
        </message>
        <message>
            <source>Unterbrechen und schließen</source>
            <translation>Interrupt and close</translation>
        </message>
        <message>
            <source>Nicht erschienen</source>
            <translation>Did not appear</translation>
        </message>
        <message>
            <source>Zurück in den Warteraum</source>
            <translation>Back to the waiting room</translation>
        </message>
        <message>
            <source>Im Gespräch bleiben</source>
            <translation>Stay in the call</translation>
        </message>
        <message>
            <source>Ja, dieselbe Person</source>
            <translation>Yes, the same person</translation>
        </message>
        <message>
            <source>Ausweis erneut prüfen</source>
            <translation>Check the card again</translation>
        </message>
        <message>
            <source>Wieder aufnehmen</source>
            <translation>Resume</translation>
        </message>
        <message>
            <source>Später</source>
            <translation>Later</translation>
        </message>
        <message>
            <source>Neu verbinden</source>
            <translation>Connect again</translation>
        </message>
        <message>
            <source>Auf dem Bild ist keine Schriftzone. Bitten Sie um die Rückseite mit den drei Zeilen, ganz im Rahmen.</source>
            <translation>There is no machine-readable zone in the picture. Ask for the back with the three lines, wholly inside the frame.</translation>
        </message>
        <message>
            <source>Der Ausweis ist zu klein im Bild. Bitten Sie, ihn näher zu halten.</source>
            <translation>The card is too small in the picture. Ask them to hold it closer.</translation>
        </message>
        <message>
            <source>Das Bild ist unscharf. Bitten Sie, den Ausweis ruhig und etwas weiter weg zu halten.</source>
            <translation>The picture is blurred. Ask them to hold the card still and a little farther away.</translation>
        </message>
        <message>
            <source>Licht spiegelt sich auf der Karte. Bitten Sie, sie leicht zu kippen.</source>
            <translation>Light reflects on the card. Ask them to tilt it slightly.</translation>
        </message>
        <message>
            <source>Gelesen, aber die Prüfziffern stimmen nicht. Machen Sie ein neues Bild, oder tippen Sie ab.</source>
            <translation>Read, but the check digits are wrong. Take a new picture, or type it.</translation>
        </message>
        <message>
            <source>Im Ausweis ist das Geburtsdatum nicht vollständig angegeben. Bitte von Hand eingeben.</source>
            <translation>The card does not give a complete date of birth. Please type it by hand.</translation>
        </message>
        <message>
            <source>Es kam kein brauchbares Bild an. Versuchen Sie es noch einmal.</source>
            <translation>No usable picture arrived. Try again.</translation>
        </message>
        <message>
            <source>Das Lesen ist gescheitert. Versuchen Sie es noch einmal.</source>
            <translation>Reading failed. Try again.</translation>
        </message>
        <message>
            <source>Es kam kein Bild an. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal.</source>
            <translation>No picture arrived. Check the connection and try again.</translation>
        </message>
        <message>
            <source>Die Angaben sind verschieden.</source>
            <translation>The entries differ.</translation>
        </message>
        <message>
            <source>Nur ein Buchstabe ist anders: vertippt oder verlesen?</source>
            <translation>Only one letter differs: mistyped or misread?</translation>
        </message>
        <message>
            <source>Gebucht wurde nur mit einem Teil der Vornamen.</source>
            <translation>The booking gives only some of the given names.</translation>
        </message>
        <message>
            <source>Gleiche Buchstaben, anders getrennt.</source>
            <translation>The same letters, parted differently.</translation>
        </message>
        <message>
            <source>Auf der Karte war nicht genug Platz für den ganzen Namen.</source>
            <translation>The card had not enough room for the whole name.</translation>
        </message>
        <message>
            <source>Familienname und Vornamen sind vertauscht.</source>
            <translation>Family name and given names are swapped.</translation>
        </message>
        <message>
            <source>Gleicher Tag, anderes Jahrhundert: Die Karte nennt nur zwei Ziffern.</source>
            <translation>The same day, another century: the card gives two digits only.</translation>
        </message>
        <message>
            <source>Diese Angabe fehlt noch.</source>
            <translation>This entry is missing.</translation>
        </message>
        <message>
            <source>Höchstens {max} Zeichen; das sind {length}.</source>
            <translation>At most {max} characters; these are {length}.</translation>
        </message>
        <message>
            <source>Bitte als Tag.Monat.Jahr schreiben, zum Beispiel 12.08.1964.</source>
            <translation>Please write day.month.year, for example 12.08.1964.</translation>
        </message>
        <message>
            <source>Frühestens {limit}.</source>
            <translation>{limit} at the earliest.</translation>
        </message>
        <message>
            <source>Spätestens {limit}.</source>
            <translation>{limit} at the latest.</translation>
        </message>
        <message>
            <source>Eine Postleitzahl hat fünf Ziffern.</source>
            <translation>A postcode has five digits.</translation>
        </message>
        <message>
            <source>Bitte eine der Antworten wählen.</source>
            <translation>Please choose one of the answers.</translation>
        </message>
        <message>
            <source>Diese Zeichen kann das Melderegister nicht führen: {characters}</source>
            <translation>The register cannot hold these characters: {characters}</translation>
        </message>
        <message>
            <source>Diese Nummer kann es so nicht geben. Auf deutschen Ausweisen fehlen alle Vokale und B, D, Q, S.</source>
            <translation>There is no such number. German cards use no vowels and no B, D, Q, S.</translation>
        </message>
        <message>
            <source>Dieser Tag liegt in der Zukunft.</source>
            <translation>This day is in the future.</translation>
        </message>
        <message>
            <source>Dieses Jahr kann nicht stimmen.</source>
            <translation>This year cannot be right.</translation>
        </message>
        <message>
            <source>Zeigen Sie der Person zuerst das Papier.</source>
            <translation>Show the paper to the person first.</translation>
        </message>
        <message>
            <source>Stellen Sie zuerst fest, wer vor Ihnen sitzt.</source>
            <translation>First establish who is in front of you.</translation>
        </message>
        <message>
            <source>Die Person muss dem Papier zuerst zustimmen.</source>
            <translation>The person must agree to the paper first.</translation>
        </message>
        <message>
            <source>Das Papier muss zuerst unterschrieben sein.</source>
            <translation>The paper must be signed first.</translation>
        </message>
        <message>
            <source>ohne Unterschrift</source>
            <translation>without signature</translation>
        </message>
        <message>
            <source>einfache elektronische Signatur (Art. 3 Nr. 10 eIDAS)</source>
            <translation>simple electronic signature (Art. 3 no. 10 eIDAS)</translation>
        </message>
        <message>
            <source>fortgeschrittene elektronische Signatur (Art. 26 eIDAS)</source>
            <translation>advanced electronic signature (Art. 26 eIDAS)</translation>
        </message>
        <message>
            <source>Die Zeichnung war zu lang.</source>
            <translation>The drawing was too long.</translation>
        </message>
        <message>
            <source>Es war nur ein Punkt.</source>
            <translation>It was only a dot.</translation>
        </message>
        <message>
            <source>Die Zeichnung war zu klein.</source>
            <translation>The drawing was too small.</translation>
        </message>
        <message>
            <source>Es war nur ein gerader Strich.</source>
            <translation>It was only a straight line.</translation>
        </message>
        <message>
            <source>Die Unterschrift gehörte zu einer anderen Fassung des Papiers.</source>
            <translation>The signature belonged to another version of the paper.</translation>
        </message>
        <message>
            <source>Begrüßen</source>
            <translation>Greet</translation>
        </message>
        <message>
            <source>Ausweis</source>
            <translation>Card</translation>
        </message>
        <message>
            <source>Bearbeiten</source>
            <translation>Work</translation>
        </message>
        <message>
            <source>Prüfen</source>
            <translation>Review</translation>
        </message>
        <message>
            <source>Unterschrift</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>Bezahlen</source>
            <translation>Pay</translation>
        </message>
        <message>
            <source>Abschluss</source>
            <translation>Finish</translation>
        </message>
        <message>
            <source>aus der Buchung</source>
            <translation>from the booking</translation>
        </message>
        <message>
            <source>vom Ausweis</source>
            <translation>from the card</translation>
        </message>
        <message>
            <source>vom Amt</source>
            <translation>from the office</translation>
        </message>
        <message>
            <source>heute</source>
            <translation>today</translation>
        </message>
        <message>
            <source>von Ihnen</source>
            <translation>by you</translation>
        </message>
        <message>
            <source>Familienname</source>
            <translation>Family name</translation>
        </message>
        <message>
            <source>Vornamen</source>
            <translation>Given names</translation>
        </message>
        <message>
            <source>Geburtsdatum</source>
            <translation>Date of birth</translation>
        </message>
        <message>
            <source>Ausweisnummer</source>
            <translation>Card number</translation>
        </message>
        <message>
            <source>Gültig bis</source>
            <translation>Valid until</translation>
        </message>
        <message>
            <source>Art des Ausweises</source>
            <translation>Kind of card</translation>
        </message>
        <message>
            <source>Staatsangehörigkeit</source>
            <translation>Nationality</translation>
        </message>
        <message>
            <source>Personalausweis</source>
            <translation>Identity card</translation>
        </message>
        <message>
            <source>Reisepass</source>
            <translation>Passport</translation>
        </message>
        <message>
            <source>Aufenthaltstitel</source>
            <translation>Residence permit</translation>
        </message>
        <message>
            <source>Ausweis eines anderen Staates</source>
            <translation>Card of another state</translation>
        </message>
        <message>
            <source>{person} als nicht erschienen vermerken? Das lässt sich nicht zurücknehmen.</source>
            <translation>Note {person} as missed? This cannot be taken back.</translation>
        </message>
        <message>
            <source>{person} steht jetzt in dieser Warteschlange: {office}.</source>
            <translation>{person} is in this queue now: {office}.</translation>
        </message>
        <message>
            <source>Als nicht erschienen vermerken</source>
            <translation>Note as missed</translation>
        </message>
        <message>
            <source>In der Warteschlange lassen</source>
            <translation>Leave in the queue</translation>
        </message>
        <message>
            <source>wird gesendet …</source>
            <translation>is being sent …</translation>
        </message>
        <message>
            <source>zugestellt</source>
            <translation>delivered</translation>
        </message>
        <message>
            <source>nicht zugestellt</source>
            <translation>not delivered</translation>
        </message>
        <message>
            <source>Verbindung abgerissen; ob es ankam, ist nicht bekannt</source>
            <translation>connection lost; whether it arrived is not known</translation>
        </message>
        <message>
            <source>nicht zugestellt: Die Person ist gerade nicht verbunden</source>
            <translation>not delivered: the person is not connected at the moment</translation>
        </message>
        <message>
            <source>nicht zugestellt: Die Person wartet nicht mehr</source>
            <translation>not delivered: the person is no longer waiting</translation>
        </message>
        <message>
            <source>nicht zugestellt: Die Person wartet nicht bei diesem Amt</source>
            <translation>not delivered: the person does not wait at this office</translation>
        </message>
        <message>
            <source>nicht zugestellt: Der Server ist nicht erreichbar</source>
            <translation>not delivered: the server cannot be reached</translation>
        </message>
        <message>
            <source>nicht zugestellt: zu viele Nachrichten in kurzer Zeit</source>
            <translation>not delivered: too many messages in a short time</translation>
        </message>
        <message>
            <source>Die Verbindung zu {person} wurde aus Sicherheitsgründen beendet: Beide Seiten sehen verschiedene Schlüssel, jemand könnte mithören. Reden Sie nicht weiter über Persönliches; rufen Sie die Person an und sagen Sie der IT Bescheid.</source>
            <translation>The connection to {person} was ended for safety: the two ends see different keys, somebody could be listening. Say nothing personal any more; phone the person, and tell your IT.</translation>
        </message>
        <message>
            <source>Das Gespräch mit {person} wurde beendet, weil die Codes verschieden waren: jemand könnte mithören. Rufen Sie die Person an, und sagen Sie der IT Bescheid. Erneut aufrufen können Sie sie aus der Warteschlange.</source>
            <translation>The call with {person} was ended because the codes were different: somebody could be listening. Phone the person, and tell your IT. You can call them again from the queue.</translation>
        </message>
        <message>
            <source>{person} ist jetzt an einem anderen Gerät. Sehen Sie sich den Ausweis noch einmal an.</source>
            <translation>{person} is at another device now. Look at the identity card once more.</translation>
        </message>
        <message>
            <source>Dieses Anliegen verlangt eine höhere Prüfstufe. Holen Sie die Schritte unter „Ausweis“ nach.</source>
            <translation>This matter asks for a higher level of the check. Make up for the steps under “Card”.</translation>
        </message>
        <message>
            <source>Der Code wird gesucht. Bitten Sie die Person, ihn aus der E-Mail in die Kamera zu halten.</source>
            <translation>Looking for the code. Ask the person to hold the one from the e-mail into the camera.</translation>
        </message>
        <message>
            <source>Es war kein Code aus einer unserer E-Mails zu sehen.</source>
            <translation>No code from one of our e-mails was seen.</translation>
        </message>
        <message>
            <source>Der Code gehört zu diesem Termin ({reference}, {person}).</source>
            <translation>The code belongs to this appointment ({reference}, {person}).</translation>
        </message>
        <message>
            <source>Der Code gehört zu einem anderen Termin: {reference}, gebucht von {person}.</source>
            <translation>The code belongs to another appointment: {reference}, booked by {person}.</translation>
        </message>
        <message>
            <source>Zu diesem Code gibt es hier keinen Termin.</source>
            <translation>There is no appointment here for this code.</translation>
        </message>
    </context>
    <context>
        <name>SignInView</name>
        <message>
            <source>Virtuelles Amt</source>
            <translation>Virtual office</translation>
        </message>
        <message>
            <source>Melden Sie sich an Ihrem Arbeitsplatz an.</source>
            <translation>Sign in at your desk.</translation>
        </message>
        <message>
            <source>Adresse des Amts</source>
            <translation>Address of the office</translation>
        </message>
        <message>
            <source>Benutzername</source>
            <translation>User name</translation>
        </message>
        <message>
            <source>Passwort</source>
            <translation>Password</translation>
        </message>
        <message>
            <source>Abbrechen</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>Anmelden</source>
            <translation>Sign in</translation>
        </message>
        <message>
            <source>Anmeldung läuft …</source>
            <translation>Signing in …</translation>
        </message>
        <message>
            <source>Der Server des Amts ist nicht erreichbar. Es wird alle fünf Sekunden neu versucht.</source>
            <translation>The office's server cannot be reached. It is tried again every five seconds.</translation>
        </message>
        <message>
            <source>Diese Adresse geht nicht. Sie muss mit https:// beginnen, wie die IT sie Ihnen gab.</source>
            <translation>This address does not work. It must begin with https://, as IT gave it to you.</translation>
        </message>
    </context>
    <context>
        <name>SignaturePanel</name>
        <message>
            <source>Unterschrift</source>
            <translation>Signature</translation>
        </message>
        <message>
            <source>Papier korrigieren</source>
            <translation>Correct the paper</translation>
        </message>
        <message>
            <source>Bitte zurückziehen</source>
            <translation>Withdraw the request</translation>
        </message>
        <message>
            <source>Weiter zum Abschluss</source>
            <translation>On to the end</translation>
        </message>
        <message>
            <source>Was entsteht: {level}. Sie ist nicht qualifiziert.</source>
            <translation>What it will be: {level}. It is not a qualified one.</translation>
        </message>
        <message>
            <source>Die Person unterschreibt mit Finger, Stift oder Maus auf ihrem eigenen Bildschirm.</source>
            <translation>The person signs with finger, pen or mouse on their own screen.</translation>
        </message>
        <message>
            <source>Noch einmal bitten</source>
            <translation>Ask again</translation>
        </message>
        <message>
            <source>Um Unterschrift bitten</source>
            <translation>Ask for the signature</translation>
        </message>
        <message>
            <source>Unterzeichnet von: {name}</source>
            <translation>To be signed by: {name}</translation>
        </message>
        <message>
            <source>Die Person sagt:</source>
            <translation>The person says:</translation>
        </message>
        <message>
            <source>Unterschrieben und geprüft</source>
            <translation>Signed and checked</translation>
        </message>
        <message>
            <source>Die Person möchte nicht unterschreiben.</source>
            <translation>The person does not want to sign.</translation>
        </message>
        <message>
            <source>Zurückgezogen</source>
            <translation>Withdrawn</translation>
        </message>
        <message>
            <source>Die Unterschrift wird ins Papier gesetzt …</source>
            <translation>Putting the signature into the paper …</translation>
        </message>
        <message>
            <source>Zurückgegeben; die Person zeichnet noch einmal.</source>
            <translation>Sent back; the person draws once more.</translation>
        </message>
        <message>
            <source>Die Person ist gebeten zu unterschreiben …</source>
            <translation>The person has been asked to sign …</translation>
        </message>
    </context>
    <context>
        <name>StageBar</name>
        <message>
            <source>Dauer des Gesprächs</source>
            <translation>Duration of the call</translation>
        </message>
        <message>
            <source>jetzt</source>
            <translation>now</translation>
        </message>
        <message>
            <source>erledigt</source>
            <translation>done</translation>
        </message>
    </context>
    <context>
        <name>StatisticsOverlay</name>
        <message>
            <source>unbekannt</source>
            <translation>unknown</translation>
        </message>
        <message>
            <source>über das Relay</source>
            <translation>through the relay</translation>
        </message>
        <message>
            <source>direkt</source>
            <translation>direct</translation>
        </message>
        <message>
            <source>Bild</source>
            <translation>Picture</translation>
        </message>
        <message>
            <source>Bilder je Sekunde</source>
            <translation>Pictures per second</translation>
        </message>
        <message>
            <source>Laufzeit hin und zurück</source>
            <translation>Round trip</translation>
        </message>
        <message>
            <source>Verlust hierher</source>
            <translation>Loss on the way here</translation>
        </message>
        <message>
            <source>Verlust dorthin</source>
            <translation>Loss on the way there</translation>
        </message>
        <message>
            <source>Empfangen</source>
            <translation>Received</translation>
        </message>
        <message>
            <source>Gesendet</source>
            <translation>Sent</translation>
        </message>
        <message>
            <source>Weg</source>
            <translation>Way</translation>
        </message>
        <message>
            <source>Verschlüsselung</source>
            <translation>Encryption</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>F2 ruft die nächste Person auf. F1 zeigt alle Tasten.</source>
            <translation>F2 calls the next person. F1 shows all keys.</translation>
        </message>
        <message>
            <source>F8 geht weiter. F9 schaltet Ihr Mikrofon, F10 Ihre Kamera.</source>
            <translation>F8 goes on. F9 switches your microphone, F10 your camera.</translation>
        </message>
        <message>
            <source>F4 nimmt das Ausweisbild auf, F5 öffnet die Eingabe von Hand, F8 bestätigt.</source>
            <translation>F4 takes the picture of the card, F5 opens typing by hand, F8 confirms.</translation>
        </message>
        <message>
            <source>F6 springt zur nächsten Lücke, F8 zeigt der Person das Papier.</source>
            <translation>F6 jumps to the next gap, F8 shows the paper to the person.</translation>
        </message>
        <message>
            <source>F7 holt das Papier zurück, F8 geht weiter, sobald die Person zugestimmt hat.</source>
            <translation>F7 takes the paper back, F8 goes on as soon as the person has agreed.</translation>
        </message>
        <message>
            <source>F8 bittet um die Unterschrift.</source>
            <translation>F8 asks for the signature.</translation>
        </message>
        <message>
            <source>F8 geht weiter.</source>
            <translation>F8 goes on.</translation>
        </message>
        <message>
            <source>F8 schließt den Termin ab, sobald alles angekommen ist.</source>
            <translation>F8 finishes the appointment as soon as everything has arrived.</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Kamera und Ton</source>
            <translation>Camera and sound</translation>
        </message>
        <message>
            <source>Virtuelles Amt</source>
            <translation>Virtual office</translation>
        </message>
        <message>
            <source>EN</source>
            <translation>DE</translation>
        </message>
        <message>
            <source>Auf Englisch umschalten</source>
            <translation>Switch to German</translation>
        </message>
        <message>
            <source>Tasten</source>
            <translation>Keys</translation>
        </message>
        <message>
            <source>Hell oder dunkel</source>
            <translation>Light or dark</translation>
        </message>
        <message>
            <source>Abmelden</source>
            <translation>Sign out</translation>
        </message>
        <message>
            <source>verbunden</source>
            <translation>connected</translation>
        </message>
        <message>
            <source>verbinde neu …</source>
            <translation>connecting again …</translation>
        </message>
        <message>
            <source>1 wartet</source>
            <translation>1 waiting</translation>
        </message>
        <message>
            <source>{n} warten</source>
            <translation>{n} waiting</translation>
        </message>
        <message>
            <source>Töne ausschalten</source>
            <translation>Switch sounds off</translation>
        </message>
        <message>
            <source>Töne einschalten</source>
            <translation>Switch sounds on</translation>
        </message>
        <message>
            <source>Benachrichtigungen ausschalten</source>
            <translation>Switch notifications off</translation>
        </message>
        <message>
            <source>Benachrichtigungen einschalten</source>
            <translation>Switch notifications on</translation>
        </message>
        <message>
            <source>Zahlen</source>
            <translation>Figures</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>Eine wartende Person hat geschrieben</source>
            <translation>A waiting person has written</translation>
        </message>
        <message>
            <source>Eine Person wartet</source>
            <translation>One person is waiting</translation>
        </message>
        <message>
            <source>Virtuelles Amt</source>
            <translation>Virtual office</translation>
        </message>
        <message>
            <source>Wartende: {n}</source>
            <translation>Waiting: {n}</translation>
        </message>
        <message>
            <source>Im Gespräch wurde geschrieben</source>
            <translation>Somebody wrote in the call</translation>
        </message>
    </context>
    <context>
        <name>Identification</name>
        <message>
            <source>Einwilligung</source>
            <translation>Consent</translation>
        </message>
        <message>
            <source>Bild und Ton</source>
            <translation>Picture, sound</translation>
        </message>
        <message>
            <source>Ausweis lesen</source>
            <translation>Read the card</translation>
        </message>
        <message>
            <source>Vorderseite</source>
            <translation>Front</translation>
        </message>
        <message>
            <source>Merkmal</source>
            <translation>Feature</translation>
        </message>
        <message>
            <source>Bewegen</source>
            <translation>Moving</translation>
        </message>
        <message>
            <source>Verdecken</source>
            <translation>Covering</translation>
        </message>
        <message>
            <source>Seriennummer</source>
            <translation>Serial number</translation>
        </message>
        <message>
            <source>Gesicht</source>
            <translation>Face</translation>
        </message>
        <message>
            <source>Frage</source>
            <translation>Question</translation>
        </message>
        <message>
            <source>Ist die Person einverstanden?</source>
            <translation>Does the person agree?</translation>
        </message>
        <message>
            <source>Sehen und hören Sie die Person gut genug?</source>
            <translation>Do you see and hear the person well enough?</translation>
        </message>
        <message>
            <source>Bitten Sie um die Seite mit den Zeilen voller Pfeile</source>
            <translation>Ask for the side with the lines full of arrows</translation>
        </message>
        <message>
            <source>Steht auf der Vorderseite dasselbe?</source>
            <translation>Does the front say the same?</translation>
        </message>
        <message>
            <source>Sehen Sie dieses Merkmal?</source>
            <translation>Do you see this feature?</translation>
        </message>
        <message>
            <source>Folgt die Karte der Bewegung?</source>
            <translation>Does the card follow the movement?</translation>
        </message>
        <message>
            <source>Verdeckt der Finger, was dahinter liegt?</source>
            <translation>Does the finger hide what lies behind it?</translation>
        </message>
        <message>
            <source>Liest die Person ihre Seriennummer vor?</source>
            <translation>Does the person read their serial number out?</translation>
        </message>
        <message>
            <source>Ist das dieselbe Person?</source>
            <translation>Is it the same person?</translation>
        </message>
        <message>
            <source>Antwortet die Person frei und stimmig?</source>
            <translation>Does the person answer freely and coherently?</translation>
        </message>
        <message>
            <source>„Ich prüfe jetzt Ihren Ausweis über die Kamera. Die Bilder bleiben im Arbeitsspeicher und werden danach gelöscht. Sind Sie einverstanden?“ Die Person kann auch auf ihrer Seite antworten.</source>
            <translation>“I am going to check your card over the camera. The pictures stay in memory and are deleted afterwards. Do you agree?” The person can answer on their page, too.</translation>
        </message>
        <message>
            <source>Gesicht ganz und hell im Bild, keine zweite Person verdeckt im Raum, Stimme verständlich. Sonst abbrechen.</source>
            <translation>Face wholly and brightly in the picture, nobody hidden in the room, voice understandable. Otherwise end the check.</translation>
        </message>
        <message>
            <source>Das Bild wird von selbst aufgenommen, sobald die Karte groß, ruhig und ohne Spiegelung zu sehen ist.</source>
            <translation>The picture is taken by itself as soon as the card is large, still and free of reflections.</translation>
        </message>
        <message>
            <source>Name, Nummer und „gültig bis“ müssen mit dem Gelesenen übereinstimmen. Die Zugangsnummer (CAN) liest niemand ab.</source>
            <translation>Name, number and “valid until” must match what was read. Nobody reads the access number (CAN).</translation>
        </message>
        <message>
            <source>F4 nimmt ein neues Standbild auf.</source>
            <translation>F4 takes a new still.</translation>
        </message>
        <message>
            <source>Achten Sie auf Ränder, die flimmern, nachlaufen oder stehen bleiben.</source>
            <translation>Watch for edges that flicker, lag behind or stay where they are.</translation>
        </message>
        <message>
            <source>Ein eingeblendetes Bild bleibt vor dem Finger stehen, flackert am Rand oder verschmiert.</source>
            <translation>A picture that is laid over stays in front of the finger, flickers at its edge or smears.</translation>
        </message>
        <message>
            <source>Laut vorlesen und auf der eigenen Seite eintippen lassen. Beides muss zur Karte passen.</source>
            <translation>Have it read out and typed on the person's own page. Both must match the card.</translation>
        </message>
        <message>
            <source>Die Karte neben das Gesicht halten lassen. Vergleichen Sie Ohren, Nase, Augenabstand, Narben; Haare ändern sich. F4 nimmt ein Standbild auf.</source>
            <translation>Have the card held beside the face. Compare ears, nose, distance of the eyes, scars; hair changes. F4 takes a still.</translation>
        </message>
        <message>
            <source>Auf Zögern, Ablesen und Einflüstern achten.</source>
            <translation>Watch for hesitation, reading off and prompting.</translation>
        </message>
        <message>
            <source>„Drehen Sie die Karte langsam nach links und nach rechts.“</source>
            <translation>“Slowly turn the card to the left and to the right.”</translation>
        </message>
        <message>
            <source>„Kippen Sie die Karte langsam nach oben und nach unten.“</source>
            <translation>“Slowly tilt the card up and down.”</translation>
        </message>
        <message>
            <source>„Führen Sie die Karte langsam im Kreis.“</source>
            <translation>“Slowly move the card in a circle.”</translation>
        </message>
        <message>
            <source>„Halten Sie die Karte weit weg und kommen Sie langsam wieder näher.“</source>
            <translation>“Hold the card far away and slowly come closer again.”</translation>
        </message>
        <message>
            <source>„Fahren Sie mit einem Finger von links nach rechts über das Lichtbild der Karte.“</source>
            <translation>“Pass a finger over the card's photo from left to right.”</translation>
        </message>
        <message>
            <source>„Fahren Sie mit einem Finger von oben nach unten über das Lichtbild der Karte.“</source>
            <translation>“Pass a finger over the card's photo from top to bottom.”</translation>
        </message>
        <message>
            <source>„Verdecken Sie mit dem Daumen kurz den Namen.“</source>
            <translation>“Cover the name with your thumb for a moment.”</translation>
        </message>
        <message>
            <source>„Bewegen Sie die flache Hand langsam zwischen Kamera und Karte hindurch.“</source>
            <translation>“Slowly pass your flat hand between camera and card.”</translation>
        </message>
        <message>
            <source>„Streichen Sie mit zwei Fingern langsam über Ihre Wange.“</source>
            <translation>“Slowly stroke your cheek with two fingers.”</translation>
        </message>
        <message>
            <source>„Führen Sie die Karte langsam vor Ihrem Kinn vorbei.“</source>
            <translation>“Slowly pass the card in front of your chin.”</translation>
        </message>
        <message>
            <source>„Wofür weisen Sie sich heute aus?“</source>
            <translation>“What are you identifying yourself for today?”</translation>
        </message>
        <message>
            <source>„Hat Sie jemand gebeten, das heute zu tun?“</source>
            <translation>“Has somebody asked you to do this today?”</translation>
        </message>
        <message>
            <source>„Wer ist mit Ihnen im Raum?“</source>
            <translation>“Who is in the room with you?”</translation>
        </message>
        <message>
            <source>„Was geschieht nach unserem Gespräch mit dem Papier?“</source>
            <translation>“What happens with the paper after our talk?”</translation>
        </message>
        <message>
            <source>„Wo wurden Sie geboren?“</source>
            <translation>“Where were you born?”</translation>
        </message>
        <message>
            <source>„Wo haben Sie vorher gewohnt?“</source>
            <translation>“Where did you live before?”</translation>
        </message>
        <message>
            <source>„Seit wann wohnen Sie dort?“</source>
            <translation>“Since when have you lived there?”</translation>
        </message>
        <message>
            <source>„Wie heißt ein Elternteil mit Geburtsnamen?“</source>
            <translation>“What is the birth name of one of your parents?”</translation>
        </message>
        <message>
            <source>„Sind Sie verheiratet? Wann und wo wurde die Ehe geschlossen?“</source>
            <translation>“Are you married? When and where did you marry?”</translation>
        </message>
        <message>
            <source>„Welches Amt hat Ihren letzten Ausweis ausgestellt, und wann etwa?“</source>
            <translation>“Which office issued your last card, and roughly when?”</translation>
        </message>
        <message>
            <source>„Wer ist noch unter Ihrer Anschrift gemeldet?“</source>
            <translation>“Who else is registered at your address?”</translation>
        </message>
        <message>
            <source>Mit dem Melderegister vergleichen. Lesen Sie nichts vor, was die Person nur bestätigen müsste.</source>
            <translation>Compare with the register. Do not read out anything that the person would only have to confirm.</translation>
        </message>
        <message>
            <source>noch nicht festgestellt</source>
            <translation>not established yet</translation>
        </message>
        <message>
            <source>nach Fragen</source>
            <translation>by questions</translation>
        </message>
        <message>
            <source>Ausweis gesehen</source>
            <translation>card seen</translation>
        </message>
        <message>
            <source>Video-Prüfung vollständig</source>
            <translation>video check complete</translation>
        </message>
        <message>
            <source>Online-Ausweis</source>
            <translation>online ID</translation>
        </message>
        <message>
            <source>Nicht einverstanden</source>
            <translation>Does not agree</translation>
        </message>
        <message>
            <source>Bild zu schlecht</source>
            <translation>Picture too bad</translation>
        </message>
        <message>
            <source>Ton zu schlecht</source>
            <translation>Sound too bad</translation>
        </message>
        <message>
            <source>Ausweis abgelaufen</source>
            <translation>Card has expired</translation>
        </message>
        <message>
            <source>Ausweis nicht lesbar</source>
            <translation>Card not readable</translation>
        </message>
        <message>
            <source>Ausweis beschädigt</source>
            <translation>Card damaged</translation>
        </message>
        <message>
            <source>Angaben weichen ab</source>
            <translation>Data differ</translation>
        </message>
        <message>
            <source>Merkmal nicht zu sehen</source>
            <translation>Feature not to be seen</translation>
        </message>
        <message>
            <source>Bitte nicht befolgt</source>
            <translation>Request not followed</translation>
        </message>
        <message>
            <source>Seriennummer falsch</source>
            <translation>Serial number wrong</translation>
        </message>
        <message>
            <source>Nicht diese Person</source>
            <translation>Not this person</translation>
        </message>
        <message>
            <source>Handelt wohl nicht aus freien Stücken</source>
            <translation>Seems not to act freely</translation>
        </message>
        <message>
            <source>Verdacht auf Fälschung</source>
            <translation>Suspected forgery</translation>
        </message>
        <message>
            <source>Kein Ausweis zur Hand</source>
            <translation>No card at hand</translation>
        </message>
        <message>
            <source>Andere Seite zeigen</source>
            <translation>Show the other side</translation>
        </message>
        <message>
            <source>Ganz ins Bild</source>
            <translation>Wholly into the picture</translation>
        </message>
        <message>
            <source>Näher</source>
            <translation>Closer</translation>
        </message>
        <message>
            <source>Weiter weg</source>
            <translation>Farther away</translation>
        </message>
        <message>
            <source>Zu dunkel, mehr Licht</source>
            <translation>Too dark, more light</translation>
        </message>
        <message>
            <source>Spiegelt, leicht kippen</source>
            <translation>Reflection, tilt slightly</translation>
        </message>
        <message>
            <source>Gerade halten</source>
            <translation>Hold it straight</translation>
        </message>
        <message>
            <source>Ruhig halten</source>
            <translation>Hold it still</translation>
        </message>
        <message>
            <source>Karte in den Rahmen halten</source>
            <translation>Hold the card into the frame</translation>
        </message>
        <message>
            <source>Gut so, Aufnahme …</source>
            <translation>Good, taking it …</translation>
        </message>
    </context>
    <context>
        <name>IdentityAbort</name>
        <message>
            <source>Warum endet die Prüfung?</source>
            <translation>Why does the check end?</translation>
        </message>
        <message>
            <source>Alle Aufnahmen und gelesenen Angaben sind damit gelöscht. Der Termin kann fortgesetzt werden.</source>
            <translation>All pictures and data that were read are deleted by this. The appointment can be taken up again.</translation>
        </message>
        <message>
            <source>Zurück zur Prüfung (Esc)</source>
            <translation>Back to the check (Esc)</translation>
        </message>
    </context>
    <context>
        <name>IdentityFacts</name>
        <message>
            <source>Name und Geburtsdatum stimmen mit der Buchung überein.</source>
            <translation>Name and date of birth match the booking.</translation>
        </message>
        <message>
            <source>{field}: gebucht „{booked}“, auf der Karte „{card}“.</source>
            <translation>{field}: booked “{booked}”, on the card “{card}”.</translation>
        </message>
        <message>
            <source>Mit der Person geklärt</source>
            <translation>Cleared up with the person</translation>
        </message>
        <message>
            <source>Der Ausweis ist seit dem {date} abgelaufen.</source>
            <translation>The card expired on {date}.</translation>
        </message>
        <message>
            <source>Trotzdem angenommen, ich verantworte das</source>
            <translation>Accepted all the same, on my responsibility</translation>
        </message>
        <message>
            <source>Die eingetippte Seriennummer stimmt.</source>
            <translation>The serial number that was typed is right.</translation>
        </message>
        <message>
            <source>Eingetippt wurde „{number}“, das ist eine andere Nummer.</source>
            <translation>“{number}” was typed, which is another number.</translation>
        </message>
    </context>
    <context>
        <name>IdentityHead</name>
        <message>
            <source>Alle Schritte sind durch. Ist es diese Person?</source>
            <translation>All steps are done. Is it this person?</translation>
        </message>
        <message>
            <source>Bitten Sie: „{move}“ F4 nimmt ein neues Standbild auf.</source>
            <translation>Ask: “{move}” F4 takes a new still.</translation>
        </message>
        <message>
            <source>Einen Augenblick …</source>
            <translation>One moment …</translation>
        </message>
        <message>
            <source>Lesen Sie den Ausweis auf dem Bild ab oder lassen Sie ihn sich vorlesen.</source>
            <translation>Read the card from the picture, or have it read out to you.</translation>
        </message>
        <message>
            <source>Von Hand eingeben</source>
            <translation>Type by hand</translation>
        </message>
        <message>
            <source>Klären Sie jeden Punkt mit der Person und haken Sie ihn ab, oder brechen Sie ab.</source>
            <translation>Clear up every point with the person and tick it, or end the check.</translation>
        </message>
        <message>
            <source>Hier stimmt etwas nicht überein</source>
            <translation>Something does not match</translation>
        </message>
        <message>
            <source>Auf dieser Karte steht keine Schriftzone. F5 öffnet die Felder zum Eintippen.</source>
            <translation>This card has no machine-readable lines. F5 opens the fields to type in.</translation>
        </message>
        <message>
            <source>Lesen Sie die Karte ab</source>
            <translation>Read the card yourself</translation>
        </message>
        <message>
            <source>Bitten Sie um die Passseite mit dem Lichtbild</source>
            <translation>Ask for the passport page with the photo</translation>
        </message>
        <message>
            <source>Die Aufnahmen sind gelöscht; sie waren nie gespeichert.</source>
            <translation>The pictures are deleted; they were never stored.</translation>
        </message>
        <message>
            <source>Nicht geprüft: {steps}.</source>
            <translation>Not checked: {steps}.</translation>
        </message>
        <message>
            <source>Die Identität ist bestätigt: {level}</source>
            <translation>The identity is confirmed: {level}</translation>
        </message>
        <message>
            <source>Erreicht: {level}.</source>
            <translation>Reached: {level}.</translation>
        </message>
        <message>
            <source>Das genügt nicht. Holen Sie Schritte nach oder beenden Sie die Prüfung.</source>
            <translation>That is not enough. Make up for steps, or end the check.</translation>
        </message>
    </context>
    <context>
        <name>IdentityProgress</name>
        <message>
            <source>verfallen</source>
            <translation>lapsed</translation>
        </message>
        <message>
            <source>jetzt</source>
            <translation>now</translation>
        </message>
        <message>
            <source>offen</source>
            <translation>open</translation>
        </message>
        <message>
            <source>ja</source>
            <translation>yes</translation>
        </message>
        <message>
            <source>nein</source>
            <translation>no</translation>
        </message>
        <message>
            <source>nicht geprüft</source>
            <translation>not checked</translation>
        </message>
    </context>
    <context>
        <name>IdentitySight</name>
        <message>
            <source>Aufnahme des Ausweises</source>
            <translation>Picture of the card</translation>
        </message>
        <message>
            <source>Gesicht der Person</source>
            <translation>Face of the person</translation>
        </message>
        <message>
            <source>Gelesene Schriftzone</source>
            <translation>Machine-readable lines as read</translation>
        </message>
        <message>
            <source>Zeichen zum Nachsehen</source>
            <translation>Characters to look at</translation>
        </message>
        <message>
            <source>Wo auf der Karte</source>
            <translation>Where on the card</translation>
        </message>
        <message>
            <source>Das Bild kommt …</source>
            <translation>The picture is coming …</translation>
        </message>
        <message>
            <source>Noch keine Aufnahme</source>
            <translation>No picture yet</translation>
        </message>
    </context>
    <context>
        <name>UploadRow</name>
        <message>
            <source>Annehmen</source>
            <translation>Accept</translation>
        </message>
        <message>
            <source>Zurückgeben</source>
            <translation>Return</translation>
        </message>
        <message>
            <source>Grund, wenn Sie es zurückgeben</source>
            <translation>Reason, if you return it</translation>
        </message>
        <message>
            <source>Wird noch gebraucht; die Person kann es fotografieren oder schicken.</source>
            <translation>Still needed; the person can photograph or send it.</translation>
        </message>
        <message>
            <source>Kommt an und wird geprüft …</source>
            <translation>Arriving and being checked …</translation>
        </message>
        <message>
            <source>Angekommen, Seiten: {pages}</source>
            <translation>Arrived, pages: {pages}</translation>
        </message>
        <message>
            <source>Angenommen, Seiten: {pages}</source>
            <translation>Accepted, pages: {pages}</translation>
        </message>
        <message>
            <source>Zurückgegeben: {reason}</source>
            <translation>Returned: {reason}</translation>
        </message>
        <message>
            <source>Aktive Inhalte wurden entfernt.</source>
            <translation>Active content was removed.</translation>
        </message>
    </context>
</TS>
