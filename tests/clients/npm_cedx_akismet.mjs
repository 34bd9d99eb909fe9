// npm's @cedx/akismet, used as its documentation says; prints what it saw as JSON.
// CLIENT is the address of its entry file, as ES modules know no search path.
const { Author, Blog, CheckResult, Client, Comment } = await import(process.env.CLIENT);

const names = Object.fromEntries(Object.entries(CheckResult).map(([name, value]) => [value, name]));
const blog = new Blog({ url: process.env.BLOG, charset: "UTF-8", languages: ["en", "fr"] });
const client = new Client(process.env.KEY, blog, process.env.BASE_URL ? { baseUrl: process.env.BASE_URL } : {});

const comment = (text, author = {}) => new Comment({
	author: new Author({ ipAddress: "203.0.113.9", name: "Zoë", userAgent: "Mozilla/5.0", ...author }),
	content: process.env[text],
	context: ["tea", "cups"],
	date: new Date("2026-11-22T10:00:00Z"),
	permalink: `${process.env.BLOG}/p/1`,
	postModified: new Date("2026-11-01T10:00:00Z"),
	type: "comment",
});

const failure = async work => {
	try { await work(); return "nothing"; }
	catch (error) { return error.message; }
};

const check = async (...arguments_) => names[await client.checkComment(comment(...arguments_))];
const stranger = new Client("ffffffffffff", blog);

console.log(JSON.stringify({
	verified: await client.verifyKey(),
	wrong_key: await stranger.verifyKey(),
	wrong_key_check: await failure(() => stranger.checkComment(comment("TEXT_KEEP"))),
	ham: await check("TEXT_KEEP"),
	spam: await check("TEXT_SPAM"),
	blatant: await check("TEXT_BLATANT"),
	held: await check("TEXT_KEEP", { name: "hamgate-guaranteed-hold" }),
	administrator: await check("TEXT_SPAM", { role: "administrator" }),
	spam_reported: await failure(() => client.submitSpam(comment("TEXT_KEEP"))),
	ham_reported: await failure(() => client.submitHam(comment("TEXT_SPAM"))),
	no_address: await failure(() => client.checkComment(comment("TEXT_KEEP", { ipAddress: "" }))),
}));
