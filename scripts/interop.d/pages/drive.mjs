// A person who listens, in a real browser, by keys alone: signs in, finds the call in which the customer spoke,
// hears it, notes, scores, takes the customer off for good, looks at a number for a minute; in both
// languages, light and dark, with a picture of every step. Then what pages must not do.
//   node drive.mjs URL OFFSET-MILLIS PICTURES-DIRECTORY, with secrets in the environment

import {chromium} from 'playwright-core';
import {Authenticator} from './totp.mjs';

const [url, offset, pictures] = process.argv.slice(2);
const quinn = new Authenticator(process.env.QUINN_SECRET, Number(offset));
const iris = new Authenticator(process.env.IRIS_SECRET, Number(offset));
let checked = 0;

function check(what, holds, seen = '') {
  if (!holds) throw new Error(`${what}: not so ${seen}`);
  checked++;
  console.log(`  ${what}`);
}

const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required']});
const trouble = [];

async function tab(scheme = 'light') {
  const context = await browser.newContext({ignoreHTTPSErrors: true, viewport: {width: 1366, height: 820}, colorScheme: scheme, locale: 'en-US', timezoneId: 'Asia/Shanghai'});
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', error => trouble.push(error.message));
  page.on('console', message => { if (/Content Security Policy|Refused to/.test(message.text())) trouble.push(message.text()); });
  page.on('response', async answer => {
    if (answer.status() >= 400) console.log(`  ${answer.status()} ${new URL(answer.url()).pathname} ${await answer.text().catch(() => '')}`);
  });
  page.on('request', request => { if (!request.url().startsWith(url)) trouble.push(`request to ${new URL(request.url()).host}`); });
  return page;
}

const picture = (page, name) => page.screenshot({path: `${pictures}/${name}.png`});
const text = (page, selector) => page.locator(selector).first().textContent();
const press = (page, ...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

async function signIn(page, user, passphrase, authenticator) {
  await page.goto(url);
  await page.waitForSelector('form.login');
  const code = await authenticator.next();
  await page.keyboard.type(user);
  await press(page, 'Tab');
  await page.keyboard.type(passphrase);
  await press(page, 'Tab');
  await page.keyboard.type(code);
  await press(page, 'Enter');
  await page.waitForSelector('nav a');
}

function seconds(clock) {
  return clock.split('/')[0].trim().split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

const place = async page => seconds(await text(page, '.time'));

async function until(what, holds, limit = 15_000) {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => { setTimeout(resolve, 100); });
  }
  checked++;
  console.log(`  ${what}`);
}

try {
  const page = await tab();
  await page.goto(url);
  await page.waitForSelector('form.login');
  await picture(page, '01-sign-in');
  await signIn(page, 'quinn', 'wrong', {next: async () => '000000'}).catch(() => {});
  check('a wrong passphrase stays outside', await page.locator('.trouble').textContent() !== '');
  await signIn(page, 'quinn', process.env.QUINN_PASSPHRASE, quinn);

  console.log('queue');
  await page.waitForSelector('tr.item');
  const rows = await page.locator('tr.item').count();
  check('every recording waits in the queue', rows === 4, `${rows} rows`);
  check('the call in which the customer spoke comes first', await page.locator('tr.item').first().locator('.why.first').count() === 1);
  check('numbers are masked', /^\+?\d{0,3}\s?\d{3}\*{4}\d{4}$/.test((await text(page, 'td.number')).trim()), await text(page, 'td.number'));
  check('no number stands in the page', !/1990000400\d/.test((await page.content()).replaceAll(' ', '')));
  await press(page, 'j', 'k');
  await picture(page, '02-queue');

  console.log('player');
  const opened = Date.now();
  await press(page, 'Enter');
  await page.waitForSelector('form.purpose');
  check('nothing is opened before a purpose is given', await page.locator('.wave').count() === 0);
  await picture(page, '03-purpose');
  await page.fill('[name=case]', 'QA-2026-09');
  await press(page, 'Enter');
  await page.waitForSelector('.wave');
  await until('it plays', async () => await place(page) > 0.5);
  console.log(`  from the queue to the first sound: ${Date.now() - opened} ms`);
  await until('the verdict is told', async () => /Complete/.test(await text(page, '.facts')));
  check('it was agreed to, and so it says', await page.locator('.events', {hasText: 'Agreed to be recorded'}).count() === 1);
  check('what Assent said stands in the list', await page.locator('.events', {hasText: 'Assent says'}).count() === 1);
  await page.waitForTimeout(800);
  await picture(page, '04-player');
  await press(page, 'Space');
  const before = await place(page);
  await press(page, 'ArrowRight');
  check('a key goes five seconds on', Math.abs(await place(page) - before - 5) < 0.3, `${before} ${await place(page)}`);
  await press(page, 'Home');
  const box = await page.locator('.wave').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + 90);
  const whole = seconds((await text(page, '.time')).split('/')[1]);
  check('a click goes to its second', Math.abs(await place(page) - whole / 2) < 0.4, `${await place(page)} of ${whole}`);
  await press(page, 'c', ']', ']', 'Space');
  const still = await place(page);
  await until('it goes on from there', async () => await place(page) > still + 0.3);
  const from = await place(page);
  const began = Date.now();
  await page.waitForTimeout(1600);
  const speed = (await place(page) - from) / ((Date.now() - began) / 1000);
  check('one side alone at one and a half times the speed', speed > 1.1 && speed < 1.8, `${speed}`);
  await press(page, 'b', 'Space');

  console.log('note, score');
  await press(page, 'n');
  await page.keyboard.type('Asks for a visit in the morning');
  await press(page, 'Enter');
  await until('a note stands at its second', async () => await page.locator('.events', {hasText: 'visit in the morning'}).count() === 1);
  for (let i = await page.locator('.point').count(); i > 0; i--) await press(page, i === 1 ? '3' : '1');
  await press(page, 'p', 's');
  await until('the score is saved', async () => /saved/.test(await text(page, '.scorecard .row')));

  console.log('number, for a minute');
  await press(page, 'v');
  const asked = await Promise.race([page.waitForSelector('dialog.stepup'), page.waitForSelector('.revealable.clear')]);
  if (await asked.evaluate(element => element.matches('dialog'))) {
    await picture(page, '05-step-up');
    await page.keyboard.type(await quinn.next());
    await press(page, 'Enter');
    await page.waitForSelector('.revealable.clear');
  }
  const clear = (await text(page, '.revealable .value')).replace(/\D/g, '');
  // Of any of the four: noise on the line may be taken for speech, and comes first then.
  check('one field is shown whole', /^(86)?1990000400[0-3]$/.test(clear), clear.slice(0, 5));
  await picture(page, '06-revealed');
  await press(page, 'v');
  check('and masked again', (await text(page, '.revealable .value')).includes('****'));

  console.log('asked not to be called');
  await press(page, '9');
  await until('done, because the engine says it is on disk', async () => await page.locator('.optout.done').count() === 1);
  await page.waitForTimeout(200);
  await picture(page, '07-opted-out');
  await press(page, '?');
  await page.waitForSelector('dialog.help');
  await picture(page, '08-keys');
  await press(page, 'Escape');

  console.log('what the pages refuse');
  const recording = new URL(page.url()).hash.split('/')[2];
  const fetched = await page.evaluate(async id => {
    const answer = async range => (await fetch(`/api/recordings/${id}/audio.wav`, {headers: range ? {Range: range} : {}})).status;
    return [await answer(''), await answer('bytes=0-'), await answer('bytes=99999999-'), await answer('bytes=0-999')];
  }, recording);
  check('the whole file, by no range and by an open one, and what is beyond it', fetched.join() === '403,403,416,206', fetched.join());
  const forbidden = await page.evaluate(async id => Promise.all([
    fetch('/api/act/recording.share', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}),
    fetch(`/api/recordings/${id}/open`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'}),
  ].map(async each => (await each).status)), recording);
  check('acts without the token of the page', forbidden.every(status => status >= 400), forbidden.join());

  console.log('Chinese, dark');
  await page.click('#language');
  await page.waitForSelector('form.purpose');
  check('every word is Chinese', /为什么要听/.test(await text(page, 'form.purpose h2')));
  await page.click('#theme');
  await press(page, 'u');
  await page.waitForSelector('h1:has-text("待听录音")');
  await picture(page, '09-queue-zh-dark');
  await press(page, '3');
  await page.waitForSelector('tr.item.done');
  check('the scored one is under the scored', await page.locator('tr.item').count() === 1);
  await press(page, '1');
  await page.waitForSelector('tr.item.open');
  await press(page, 'Enter');
  await page.waitForSelector('form.purpose');
  await press(page, 'Enter');
  await until('a second call plays', async () => await page.locator('.time').count() === 1 && await place(page) > 1);
  await picture(page, '10-player-zh-dark');
  const third = await page.evaluate(async id => {
    const answer = await fetch(`/api/recordings/${id}/audio.wav`);
    return [answer.status, (await answer.json()).code, (await fetch('/api/session')).status].join();
  }, new URL(page.url()).hash.split('/')[2]);
  check('a third fetch in bulk freezes the account and ends the session', third === '403,FROZEN,401', third);

  console.log('taking a refusal down');
  const desk = await tab();
  await signIn(desk, 'iris', process.env.IRIS_PASSPHRASE, iris);
  await desk.waitForSelector('.intake');
  check('no queue for those who take refusals', await desk.locator('nav a').count() === 1);
  await desk.keyboard.type('199 0000 4004');
  await press(desk, 'Enter');
  await desk.waitForSelector('.receiptno');
  await picture(desk, '11-intake');
  const status = await desk.evaluate(async () => (await fetch('/api/act/qa.queue', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})).status);
  check('and no recordings', status >= 400);
  await desk.click('#logout');
  await desk.waitForSelector('form.login');
  check('signed out, the session is worth nothing', await desk.evaluate(async () => (await fetch('/api/session')).status) === 401);

  check('no error, no violation of the policy, no request to elsewhere', trouble.length === 0, trouble.join(' | '));
  console.log(`${checked} checks hold`);
} catch (error) {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await picture(page, 'failed').catch(() => {});
  }
  throw error;
} finally {
  await browser.close();
}
