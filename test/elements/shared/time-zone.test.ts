import { expect } from '@open-wc/testing';
import { zoneStretches } from '../../../src/elements/shared/time-zone.js';

const offsetAt = (zone: string, time: number) => zoneStretches(zone).find(({ until }) => time < until)?.offset;
const HOUR = 3_600_000;

describe('the table of a time zone', () => {
  it('is empty for UTC', () => expect(zoneStretches('UTC')).to.deep.equal([]));

  it('is one stretch where no clock changes', () => {
    expect(zoneStretches('Asia/Kolkata')).to.deep.equal([{ until: Number.POSITIVE_INFINITY, offset: 5.5 * HOUR }]);
  });

  it('changes at the minute when clocks change', () => {
    const change = Date.UTC(2025, 2, 9, 7);
    expect(offsetAt('America/New_York', change - 1)).to.equal(-5 * HOUR);
    expect(offsetAt('America/New_York', change)).to.equal(-4 * HOUR);
    const back = Date.UTC(2039, 10, 6, 6);
    expect(offsetAt('America/New_York', back - 1)).to.equal(-4 * HOUR);
    expect(offsetAt('America/New_York', back)).to.equal(-5 * HOUR);
  });

  it('agrees with the browser at any time from 2015 to 2040', () => {
    for (const timeZone of ['Europe/Zurich', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/St_Johns']) {
      const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
      for (let time = Date.UTC(2015, 0, 1); time < Date.UTC(2041, 0, 1); time += 9.37 * 24 * HOUR) {
        const whole = Math.floor(time / 1000) * 1000;
        const local = Date.parse(`${format.format(whole).replace(' ', 'T')}Z`);
        expect(offsetAt(timeZone, whole), `${timeZone} ${new Date(whole).toISOString()}`).to.equal(local - whole);
      }
    }
  });

  it('is made once', () => expect(zoneStretches('Asia/Tokyo')).to.equal(zoneStretches('Asia/Tokyo')));

  it('says which zone there is not', () => {
    expect(() => zoneStretches('Mars/Olympus')).to.throw(RangeError, 'time-zone "Mars/Olympus": expected a name');
  });
});
