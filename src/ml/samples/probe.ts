// Two hundred short reviews of films, products, restaurants and services, with negations and contrasts, a hundred of
// each label: every model is asked them, so that a retrained one that has forgotten the plain things is found out
// even where no old data is kept. Written for this; never trained on.

export interface ProbeText {
  readonly text: string;
  /** 0 negative, 1 positive. */
  readonly label: 0 | 1;
}

const POSITIVE = `
A warm and funny film that earns every one of its tears.
The leads have real chemistry, and the script never talks down to us.
I expected another tired sequel and got the best one of the series.
Not a single boring minute; I could have watched another hour.
Slow at first, but the ending is worth every minute of the wait.
You will not regret seeing this one on the big screen.
Beautifully shot, wonderfully acted, and quietly heartbreaking.
The plot is nothing new, yet the film is a joy from start to finish.
My kids loved it, and so did their grandfather.
Never has a courtroom been this exciting.
It is hard to find fault with a film this generous.
The critics were wrong: this is a clever, gripping thriller.
I laughed until I cried, and then I simply cried.
A small masterpiece that deserves a far larger audience.
She has never been better than in this role.
The music alone would be worth the ticket, and everything else is great, too.
Without any special effects it is more thrilling than most blockbusters.
Far from perfect, but I loved it all the same.
An honest, moving story told with great care.
The dialogue sparkles and the direction is superb.
I can't stop thinking about it, in the best way.
What a lovely surprise this little comedy turned out to be.
This documentary taught me a lot and never felt like a lesson.
Do not let the silly title put you off: it is brilliant.
One of those rare films I will happily watch again next week.
This kettle boils fast, looks good and has not leaked once.
Works perfectly, even after two years of daily use.
I was sceptical because of the price, but these headphones are excellent.
The battery easily lasts two days, and the screen is gorgeous.
Set-up took three minutes and nothing went wrong.
Best backpack I have owned; the zips still run like new.
The old version was terrible, this one fixes everything.
Sturdy, quiet, and easy to clean. I would buy it again.
My mother uses this phone without any help, which says it all.
It arrived a day late, but the chair is so comfortable that I don't mind.
No complaints at all: it does exactly what it promises.
The knife stays sharp and feels great in the hand.
I never knew a lamp could make me this happy.
Much better than the expensive brand I had before.
Fits perfectly, washes well, and the colour has not faded.
A fantastic little printer that never jams.
Solid build, clear instructions, and superb sound for the money.
The smaller size worried me, needlessly: it holds everything.
I have recommended this vacuum cleaner to all my neighbours.
These boots kept my feet dry through a week of rain.
Wonderful keyboard, a pleasure to type on.
It isn't cheap, but it is worth every cent.
The app is simple, quick and a delight to use.
After trying four others I finally found a mattress I love.
My son plays with it every day and it still hasn't broken.
The soup was delicious and the bread came straight from the oven.
Friendly waiters, generous portions and a lovely terrace.
We waited a while for a table, and it was absolutely worth it.
The best pizza I have had outside of Naples.
Nothing fancy, just honest food cooked really well.
They made a perfect vegan dinner for us without being asked twice.
I don't usually like fish, but I finished every bite.
The dessert was so good that we ordered it again.
A cosy little place with a wonderful owner.
Fresh ingredients, great spices, fair prices.
Our anniversary dinner here was unforgettable.
The menu is short, and everything on it is excellent.
Best coffee in town, and the cakes are amazing.
It looks like nothing from outside, but the kitchen is superb.
The staff could not have been kinder to our noisy children.
The noodles were perfectly cooked and full of flavour.
Not once in ten visits have we been disappointed.
The steak was tender, juicy and cooked exactly as I asked.
A hidden gem: fantastic curry and great music.
They got the order wrong, apologised at once and gave us dinner for free. Great people.
Breakfast here is the highlight of my week.
Light, crisp and never greasy: the tempura is outstanding.
Loved the wine, loved the view, loved the evening.
I was full and happy, and the bill was a pleasant surprise.
You can't go wrong with anything from the grill.
The plumber came on time, fixed the leak and left the kitchen spotless.
Excellent support: my problem was solved within ten minutes.
The nurse was so gentle that I didn't feel a thing.
Booking was easy and the room was even nicer than in the pictures.
I had given up on my old laptop, but they brought it back to life.
Very helpful staff who really listen.
My hair has never looked better. Thank you!
The driver was polite, the car was clean and we arrived early.
They refunded me at once, no questions asked. Brilliant service.
Our guide was funny, patient and knew everything about the city.
The parcel came two days sooner than promised and perfectly packed.
The hotel is not new, but it is spotless and the staff are wonderful.
I was nervous about the dentist; now I actually recommend her.
Switching banks was painless, and I am glad I did it.
A superb course: clear, lively and well organised.
The garage could have charged me for new brakes, and honestly told me that I didn't need them.
Great gym with friendly trainers, never too crowded.
The movers handled everything with care, and nothing was broken.
I can only praise the team at the front desk.
The teacher made statistics fun, which I thought impossible.
Quick, cheap and reliable. I will use this courier again.
They answered all my questions and never made me feel stupid.
The campsite was quiet, clean and beautiful.
What could have been a disaster became a great trip, thanks to their help.
I would trust this vet with any animal.
`;

const NEGATIVE = `
A dull, lifeless film that wastes a talented cast.
The jokes fall flat and the story goes nowhere.
I wanted to like it, but it bored me to tears.
Not funny, not scary, not even finished, it seems.
The trailer was great; the film is a complete mess.
I walked out after an hour and don't regret it.
The acting is wooden and the dialogue is painful.
Good actors, beautiful pictures, and still a terrible film.
Two hours of my life that I will never get back.
It could have been a classic; instead it is a cheap copy.
Nobody in this film behaves like a human being.
The ending makes no sense and ruins what little there was.
Even fans of the book will be disappointed.
It isn't so bad that it's good. It is just bad.
A predictable plot, awful effects and no suspense at all.
I have rarely seen a comedy with so few laughs.
The director clearly had no idea what to do with the material.
Loud, stupid and far too long.
She is usually wonderful, but here even she cannot save it.
The first ten minutes are promising, and then it all falls apart.
This was supposed to be thrilling? I fell asleep.
An insult to anyone who loved the original.
Without the lovely music there would be nothing to enjoy here.
Save your money and skip this one.
The worst film I have seen in years.
It broke after a week, and the replacement broke, too.
The battery dies within two hours. Useless.
Looks great in the pictures, feels like cheap plastic in the hand.
I wish I had read the other reviews before buying this junk.
The zip got stuck on the first day and then tore.
Not worth the money, not even at half the price.
The manual is no help, and neither is the company.
It smells terrible, and the smell doesn't go away.
The sound is tinny and the buttons hardly work.
I was excited when it arrived and disappointed when I switched it on.
It leaks, it rattles, and it takes ages to heat up.
Shrunk two sizes in the first wash, although I followed the instructions.
The new version is slower, uglier and full of bugs.
Don't buy this if you want something that works.
My old one lasted ten years; this one didn't last ten days.
The blade was blunt from the start.
It arrived scratched, with two screws missing.
A waste of money. I have sent it back.
The chair looks comfortable, but my back hurts after ten minutes.
The app crashes every time I try to save.
The colour is nothing like the one in the picture.
It was supposed to be waterproof. It was not.
The screen is too dark and the camera is awful.
I tried hard to love this phone, and I just can't.
The cheapest part failed, and now the whole machine is useless.
The soup was cold and the bread was stale.
We waited an hour for our food, and then it was the wrong order.
Rude waiters, dirty tables and tiny portions.
The pizza was burnt on the outside and raw in the middle.
I really wanted to like this place, but the food is bland.
The steak was so tough that I gave up.
Overpriced, overcooked and overrated.
The fish smelt bad, and nobody apologised.
Nothing on the menu tasted of anything.
Lovely view, shame about the terrible food.
My wife was ill all night after the seafood.
The dessert was the only thing we could eat, and it was not good either.
They forgot our order twice and still added a service charge.
The coffee was bitter and the cake was dry.
We won't be coming back, not even for free.
The noodles were soggy and swimming in grease.
It used to be our favourite place; now it is a disaster.
The salad was brown, the wine was sour, and the bill was shocking.
Far too noisy, far too salty, far too expensive.
There was a hair in my curry, and the waiter just laughed.
The staff seemed annoyed that we were there at all.
Not one of the five dishes was hot.
The photos online look delicious. What came was not.
I have had better meals on an aeroplane.
The worst breakfast of the whole trip.
The plumber came three hours late and made the leak worse.
I have called five times, and nobody has helped me.
The room was dirty and the shower did not work.
They lost my parcel and then blamed me for it.
Terrible support: an hour on hold and then they hung up.
The nurse was rough and did not listen to a word I said.
My flight was cancelled, and they refused to refund me.
The driver was rude and took a longer way to charge me more.
The hotel lobby is beautiful, but our room was a nightmare.
I paid for express delivery and waited two weeks.
They promised to call back and never did.
The haircut was a disaster; I cried when I got home.
The course was badly organised and a waste of time.
Hidden fees everywhere. I feel cheated.
The repair lasted exactly one day.
Nobody at the desk knew anything, or cared.
The guide was bored, and soon so were we.
The website is confusing, slow and always down.
They scratched my car and denied it.
The campsite was loud, filthy and full of rubbish.
I could not recommend this dentist to my worst enemy.
The movers broke my table and did not even apologise.
It would have been a good gym if half the machines weren't broken.
An awful experience from beginning to end.
I have never been treated so badly by a bank.
`;

const lines = (block: string): readonly string[] => block.trim().split('\n');

export const PROBE: readonly ProbeText[] = [
  ...lines(POSITIVE).map((text) => ({ text, label: 1 as const })),
  ...lines(NEGATIVE).map((text) => ({ text, label: 0 as const })),
];
