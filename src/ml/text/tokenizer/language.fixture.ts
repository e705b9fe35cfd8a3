// Sentences of reviews in languages that the shipped models have not learnt, written for the tests.

export const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  German: [
    'Der Film war leider viel zu lang und an keiner Stelle spannend.',
    'Wir haben selten so gut gegessen, und die Bedienung war ausgesprochen freundlich.',
    'Das Gerät ging nach zwei Wochen kaputt, und niemand antwortet auf meine Fragen.',
    'Ein wunderbares Buch, das ich meiner ganzen Familie empfehlen werde.',
    'Für den Preis hätte ich wirklich mehr erwartet.',
  ],
  French: [
    'Le film est beaucoup trop long et les acteurs ne sont pas convaincants.',
    'Nous avons passé une excellente soirée, le service était rapide et souriant.',
    'La batterie ne tient pas une journée et le bouton s’est cassé tout de suite.',
    'C’est un livre magnifique que je relirai avec plaisir.',
    'Je ne comprends pas pourquoi tout le monde en parle.',
  ],
  Spanish: [
    'La película es demasiado larga y los personajes no tienen ninguna gracia.',
    'Comimos muy bien y los camareros fueron amables durante toda la noche.',
    'El teléfono dejó de funcionar a los tres días y no me devuelven el dinero.',
    'Una historia preciosa que me hizo llorar y reír a la vez.',
    'No vuelvo nunca más a este hotel, estaba todo sucio.',
  ],
  Italian: [
    'Il film è troppo lungo e la storia non sta in piedi.',
    'Abbiamo mangiato benissimo e il personale è stato sempre gentile.',
    'La lavatrice si è rotta dopo due settimane e nessuno risponde al telefono.',
    'Un libro bellissimo che consiglio a tutti i miei amici.',
    'Per quello che costa mi aspettavo molto di più.',
  ],
  Dutch: [
    'De film duurde veel te lang en was nergens echt spannend.',
    'We hebben heerlijk gegeten en de bediening was bijzonder vriendelijk.',
    'Het apparaat ging na twee weken stuk en niemand beantwoordt mijn vragen.',
    'Een prachtig boek dat ik aan al mijn vrienden zal aanraden.',
    'Voor deze prijs had ik toch echt meer verwacht.',
  ],
  Portuguese: [
    'O filme é longo demais e os atores não convencem ninguém.',
    'Jantamos muito bem e o atendimento foi simpático do começo ao fim.',
    'O aparelho parou de funcionar em duas semanas e ninguém responde às minhas perguntas.',
    'Um livro lindo que vou recomendar a toda a minha família.',
    'Pelo preço que paguei, esperava muito mais.',
  ],
};
