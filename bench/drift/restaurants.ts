// Sentences of restaurant reviews, written for this bench: what people say of tables, soups, waiters and bills.

export const RESTAURANT_PRAISE = `
The waiter knew every dish and suggested a wine that we would never have found.
Our table by the window was ready although we came half an hour early.
The lamb fell off the bone, and the gravy tasted of rosemary.
Bread came warm from the oven with salted butter and a little olive oil.
The dumplings are folded by hand behind the counter while you watch.
They happily changed two courses for my gluten-free daughter.
The fish was so fresh that it needed nothing but lemon.
Lunch costs twelve euros with soup and coffee, a bargain in this part of town.
The noodles had bite, and the broth had clearly simmered for hours.
We sat in the courtyard under chestnut trees until midnight.
The pizza has a thin, blistered crust and just enough tomato.
My risotto was creamy, with mushrooms that tasted of the forest.
The chef came out to ask how we had liked the tasting menu.
Portions are huge: we took home enough for the next day.
The tiramisu is the best I have eaten outside Italy.
Vegetarians get a whole page of the menu here, not one sad salad.
The curry was properly hot, as ordered, and fragrant with lime leaves.
Coffee arrives with a tiny almond biscuit that they bake themselves.
The owner remembered us from last year and where we had sat.
Booking online was simple, and they sent a reminder in the afternoon.
The tapas kept coming in just the right order and tempo.
The kitchen is open, and it is a pleasure to watch the cooks.
The steak was medium rare to the millimetre.
Children get crayons, their own small cutlery and a lot of patience.
Even the side salad was dressed with care.
The house wine is honest, cool and cheap.
We were brought a second basket of bread without asking.
The seafood platter was a mountain of mussels, clams and prawns.
The terrace looks out over the harbour, and the sunset comes free.
The duck had crisp skin and a sauce of sour cherries.
They do the best breakfast in the quarter, with eggs in seven ways.
The waitress spotted our nut allergy note and checked every plate.
The burger is juicy, and the chips are cut from real potatoes.
A quiet room, white tablecloths, and still you may come in jeans.
The soup of the day, pumpkin with ginger, was velvety.
The sushi rice was lightly warm, as it should be.
Service was quick even though every table was taken.
The falafel are crisp outside, green and soft inside.
The cheese trolley alone is worth the trip.
The menu changes weekly with what the market offers.
The bill was clear and correct, and tap water came free.
The ramen eggs were marinated and perfectly runny.
My pasta with clams tasted like a holiday by the sea.
They kept the kitchen open for us when our train was late.
The dessert wine went wonderfully with the pear tart.
The tasting menu had nine courses, and none was a filler.
We celebrated our anniversary, and they brought a small cake with a candle.
The roast on Sundays comes with proper Yorkshire pudding.
The sourdough pancakes are light, and the syrup is real maple.
The staff laughed with us and still never forgot an order.
The grilled octopus was tender and smoky.
The street-food stall has three dishes, and all of them are perfect.
The aubergine starter made a carnivore of thirty years think again.
The cocktail bar mixes a dry martini as cold as it must be.
The hot pot is made to share, and the broth is refilled for free.
The goulash had a deep red colour and just a hint of caraway.
Parking behind the house was free, and the entrance has no steps.
The chocolate fondant was liquid in the middle, at last.
The beer is brewed in the cellar and tastes of hops and bread.
The schnitzel covered the plate and was golden and dry.
I have never had such tender ribs, nor so many napkins.
The vegetables were still crunchy and tasted of the garden.
The rooftop is heated, so we dined outdoors in November.
The biryani was layered and steaming, each grain apart.
We paid thirty a head for three courses and left full and happy.
The mezze table filled up until there was no room for our elbows.
The pho was cleared of fat and came with a heap of fresh herbs.
The sommelier poured us half glasses so that we could try more.
The scallops were seared brown and still glassy inside.
The noise level is pleasant; you can talk without shouting.
The tagine came sizzling, sweet with apricots.
The baker next door supplies the rolls, and you can taste it.
The brunch buffet is refilled all the time and never looks picked over.
The ceviche was bright and sharp and gone in a minute.
They serve until late, which saved our evening after the theatre.
The kimchi is home-made and comes with every main course.
The crème brûlée cracked under the spoon just as it should.
The fresh lemonade with mint is reason enough to come back.
We will certainly book here again on our next visit to the city.
The place is tiny, so reserve, but it is the best table in town.
`;

export const RESTAURANT_COMPLAINTS = `
We waited ninety minutes for two pizzas that arrived cold.
The waiter rolled his eyes when we asked for tap water.
My chicken was pink in the middle, and nobody apologised.
The table was sticky, and there were crumbs on the bench.
They charged for bread that we had neither ordered nor eaten.
The soup was lukewarm and tasted of stock cubes.
There was a hair in the salad, and they only picked it out.
The fish smelled, and so did the toilets.
Our reservation was lost, and we were put beside the kitchen door.
The pasta was overcooked to a mush and swam in oil.
The steak was as tough as a boot and grey throughout.
Half of the menu was sold out at seven in the evening.
The music was so loud that we ordered by pointing.
The dessert was still frozen in the middle.
The bill had three drinks on it that we never had.
The waitress forgot our starters and then brought them with the coffee.
The portions are tiny, and the prices are those of a palace.
The rice was hard, and the curry came out of a jar.
I spent the night with food poisoning, and so did my husband.
The wine was corked, and they insisted that it was not.
The chips were soggy and pale, from the freezer no doubt.
We were asked to leave our table after an hour although the room was empty.
The sushi was warm, and the seaweed was like leather.
A fly swam in my glass, and the new glass was dirty.
They added a service charge of fifteen percent for no service.
The burger fell apart, and the bun was stale.
Nobody could tell us whether there were nuts in the sauce.
The coffee was burnt, and the milk had turned.
The heating was off, so we ate in our coats.
The mussels were full of sand and several had not opened.
The pizza base was raw dough under a lake of cheese.
The chef shouted at his staff for the whole evening.
The vegetarian dish was a plate of boiled carrots.
Our food came in four waves, so nobody ate together.
The oil of the fryer had not been changed for weeks.
The cutlery had dried egg on it.
The lamb was mostly fat and bone.
Card payment failed, and we were sent out to find a cash machine.
The buffet had been standing in the sun since noon.
The dumplings were cold inside and burnt outside.
The noodles stuck together in one grey lump.
The terrace is next to the bins and the main road.
The waiter spilled wine on my dress and handed me the salt.
The tapas were microwaved, with the edges hot and the centre icy.
The owner argued with us in front of all the guests.
The salad leaves were brown and the dressing was pure vinegar.
They served the children last, after an hour of whining.
The lobster was priced by weight, which nobody told us.
The crab cakes contained no crab that I could find.
The rolls were rock hard, clearly from yesterday.
The kitchen closed early, and nobody had thought to warn us.
The risotto was soup with rice at the bottom.
The menu in the window shows other prices than the one inside.
The duck was dry, and the orange sauce was marmalade.
The place smells of bleach and old frying fat.
We stood in line for an hour in spite of our booking.
The sauce had split, and the asparagus was stringy.
The ice cream was full of ice crystals.
A mouse ran along the wall while we were studying the menu.
The spring rolls were dripping with grease.
They brought the wrong main course and told me to try it anyway.
The ribs were boiled and then painted with ketchup.
The beer was flat and the glass smelled of detergent.
The eggs Benedict came with a sauce from a packet.
The paella was for two but would not have fed a child.
The salt crust hid a fish that was not cooked through.
Our waiter vanished after the starters and was never seen again.
The tofu was a cold, wet sponge.
The seats are so close that I had the neighbour's elbow in my soup.
The hummus tasted of tin.
The lunch special turned out not to include what the board promised.
The cake was dry, and the cream came from a can.
The set menu for Valentine's Day was an insult at that price.
The vegetables had been boiled until they were grey.
The kebab was mostly cabbage and gave me heartburn.
They refused to split the bill and then got it wrong.
The cocktails are all ice and syrup.
The tables outside wobble, and wasps share your plate.
The pancakes were rubbery and the syrup was coloured sugar water.
We left hungry, annoyed and eighty euros poorer.
`;
