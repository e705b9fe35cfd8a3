// Sentences of product reviews, written for this bench: what people say of kettles, headphones, shoes, lamps, apps.

export const PRODUCT_PRAISE = `
The battery lasts two full days even when I use it all the time.
It arrived a day early and was packed so well that nothing could break.
The fabric feels thick and soft, and it kept its colour after ten washes.
Setting it up took five minutes, and the manual is actually readable.
Sound is clear at any volume, and the bass does not drown the voices.
For this price you will not find a sharper kitchen knife.
The charger is small enough for my coat pocket and still charges a laptop.
It fits my wrist perfectly and the strap does not irritate the skin.
The zip runs smoothly, the seams are straight, nothing has come loose.
My mother uses it every morning and has had no trouble with the buttons.
The kettle boils a litre in less than three minutes and is quiet about it.
I dropped it on the tiles twice and there is not even a scratch.
The app found the lamp at once, and the timer works without the cloud.
Customer service answered within an hour and sent a spare part for free.
These shoes needed no breaking in; I walked fifteen kilometres on the first day.
The screen is bright enough to read in the garden at noon.
The suitcase rolls silently and turns on the spot.
It holds the heat so well that the tea was still hot after the night shift.
The drill is light, but has all the torque that I need for brick walls.
The mattress came rolled up and was flat and ready by the evening.
Wi-Fi reaches the attic now, which no other router has managed.
The pan heats evenly and eggs slide off without any oil.
I bought a second one for the office because I missed it there.
The pillow keeps its shape, and my neck no longer hurts in the morning.
The printer woke up from standby every single time and never jammed.
Cleaning takes a minute: all parts go into the dishwasher.
The keyboard has just the right travel, and the keys do not rattle.
The hinges are made of metal, not of the brittle plastic of the old model.
Assembly was easy: every screw was labelled, and the holes were where they should be.
The rain jacket kept me dry through two hours of heavy showers.
The vacuum picks up cat hair from the carpet in a single pass.
It recognises my fingerprint even with damp hands.
The cable is braided and long enough to reach the sofa.
The blender crushes ice and frozen berries without smoking.
I like that spare filters are cheap and sold everywhere.
The headphones fold flat and come with a hard case.
Delivery was free, and returning the wrong size cost nothing either.
The lamp dims down to a candle's glow and does not flicker.
The tent went up in ten minutes, and two adults fit in with their bags.
The scales agree with those at my doctor's to a hundred grams.
The pen writes without skipping and does not smear, and I am left-handed.
The toaster has wide slots, so thick slices of farm bread fit.
The backpack has a pocket for everything, and the straps are well padded.
The mixer bowl is heavy enough not to wander across the worktop.
My son has played with the blocks every day since his birthday.
The webcam's picture is natural even when the window is behind me.
The bike lock is sturdy and yet opens with one turn of the key.
The heater warms the bathroom in minutes and switches off by itself.
The camera strap is soft leather and has aged beautifully.
The speaker paired with my phone on the first try and remembers it.
The mop wrings out properly, so the parquet dries at once.
The thermometer shows the core temperature within two seconds.
These socks have survived a winter of hiking without holes.
The instructions come in six languages, with good drawings.
The monitor stand can be raised, turned and tilted with one hand.
The shampoo smells of fresh herbs and lasts for months.
The coffee grinder is slow but gives an even, fine grind.
The frame is solid oak, exactly as the photos on the product page show.
The memory card is fast enough for video in the highest quality.
I compared four models, and this one had the best warranty.
The dog bed can be unzipped and washed at sixty degrees.
The desk does not wobble even when it is all the way up.
The iron glides over linen and has not dripped yet.
The tyres were easy to mount and roll noticeably lighter.
The clock radio sets itself and has a real snooze button.
The spare blades were included, which I had not expected.
The glass lids seal tightly, and soup travels to work without a spill.
The software update added two functions that I had asked for.
The towels are fluffy and soak up a lot of water.
The garden hose does not kink, and the couplings stay tight.
The tripod is stable in the wind though it weighs next to nothing.
The wrench set is complete, and the case closes even when it is full.
The baby monitor has range enough for the whole house and the yard.
The reading light clips to any book and runs for weeks.
The warranty claim was settled in three days, without any arguing.
The earbuds stay put when I run, and calls sound clear to the other side.
The fan moves a lot of air and is barely louder than the fridge.
The wallet is slim and holds eight cards without bulging.
The pressure cooker has a clear display and hisses only briefly.
Five stars from me: it does exactly what the description says.
`;

export const PRODUCT_COMPLAINTS = `
It stopped charging after nine days, and the light just blinks.
The box was torn open, and the remote control was missing.
The colour is nothing like the picture; I ordered navy and got purple.
After two washes the seams came apart and the print peeled off.
The fan whines so loudly that I cannot work in the same room.
The manual is a machine translation that makes no sense at all.
It smells of burnt plastic as soon as it is switched on.
The screws that came with it are too short for the holes.
The lid does not close, so everything in my bag was soaked.
I waited five weeks for delivery and was sent the wrong model.
The touch screen reacts late or not at all, mostly not at all.
The seller refuses the refund and no longer answers my mails.
The heel broke off on the second day, on level ground.
The battery is empty by lunch although the advert promises a week.
The app wants my contacts and my location to turn on a light bulb.
The coating came off the pan in flakes during the first month.
The handle gets so hot that you need gloves to pour the water.
The size chart is wrong: a medium would fit my ten-year-old.
Bluetooth drops out whenever I put the phone into my pocket.
The plug does not fit our sockets, and no adapter was included.
The drawer runners bend under the weight of a few plates.
The picture freezes every few minutes, and only unplugging helps.
The mattress sags in the middle after only three months.
It has leaked from the bottom since the very first use.
The left earphone is much quieter than the right one.
Spare parts cannot be bought, so the whole thing goes to the tip.
The glue did not hold, and the sole came off in the rain.
The printer claims that full cartridges are empty and refuses to print.
The scissors cannot cut paper, let alone cloth.
The sensor never notices me but lights up whenever a car goes by.
The mirror arrived cracked, and so did the replacement.
The update made the watch unusable; it restarts every ten minutes.
The cable is so short that the phone has to lie on the floor.
The zip got stuck on the first trip and then broke altogether.
It says stainless steel, yet there is rust on all the edges.
The mop head falls off when you push it under the sofa.
The vacuum loses its suction as soon as the bag is a quarter full.
The scale shows a different weight every time I step on it.
The paint on the toy came off on my daughter's hands.
The legs are of different lengths, so the table rocks.
The switch broke off in my hand, and the inside is hollow plastic.
The charger gets so hot that I am afraid to leave it alone.
The promised adapter was not in the box, and nobody knows of it.
The tent pole snapped in a light breeze on the first evening.
The shampoo left my scalp itching for days.
The keyboard types some letters twice and others never.
The kettle switches off before the water boils.
The stitching of the backpack gave way under two books.
It is advertised as waterproof, but a drizzle was too much for it.
The speaker crackles at half volume already.
The remote works only if you stand right in front of the set.
The instructions show a different model with other parts.
The hinge squeaks so badly that it wakes the baby.
The lamp flickers, and the replacement flickers just the same.
The garden chairs faded to grey within a single summer.
The blade was blunt when it came and cannot be sharpened.
The microphone picks up everything except my voice.
I had to file a complaint twice to get a return label.
The thermos keeps coffee warm for barely an hour.
The wheels of the suitcase seized up at the airport.
The socks lost their elastic and now hang around my ankles.
The wireless mouse lags and eats a pair of batteries a week.
The varnish was sticky and left marks on my trousers.
The camera needs a subscription even to save its own pictures.
The heater trips the fuse each time it starts.
The drill bit bent in soft pine.
The pillow is a lumpy bag of foam crumbs.
The watch loses twenty minutes a day.
The toaster burns one side and leaves the other white.
They charged me customs fees that were never mentioned.
The router has to be restarted every morning.
The bottle tastes of rubber no matter how often I rinse it.
The phone case made the buttons impossible to press.
The wardrobe came without the back panel and two shelves.
The grill took an hour to assemble and tipped over at once.
The ink dries out in the nib if you pause for a sentence.
One star only because none cannot be given.
The filter costs more than the machine and has to be changed monthly.
The warranty excludes everything that can actually break.
Save your money and buy the brand that costs five more.
`;
