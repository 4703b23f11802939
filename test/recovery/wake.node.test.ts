import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Crowd } from './crowd.js';

/** Waits of a backoff are as long as can be. */
const longest = () => 1;

describe('a connection that hears that the network is back', () => {
  it('does not wait any longer', async (test) => {
    const crowd = await Crowd.gather(test, 1, 0, longest);
    crowd.fall();
    crowd.pass(20_000);
    assert.equal(crowd.connected, 0);
    const attempts = crowd.attempts.length;
    crowd.up = true;
    crowd.connections[0]?.wake();
    crowd.pass(20);
    assert.equal(crowd.connected, 1);
    assert.equal(crowd.attempts.length, attempts + 1);
  });

  it('begins an attempt anew that has hung for a while, and no other', async (test) => {
    const crowd = await Crowd.gather(test, 1, 0, longest);
    crowd.fall();
    crowd.up = crowd.mute = true;
    crowd.pass(1500);
    assert.equal(crowd.attempts.length, 1);
    crowd.connections[0]?.wake();
    crowd.pass(1000);
    assert.equal(crowd.attempts.length, 1);
    crowd.mute = false;
    crowd.connections[0]?.wake();
    crowd.pass(20);
    assert.equal(crowd.attempts.length, 2);
    assert.equal(crowd.connected, 1);
  });

  it('gives up a connection that says nothing within five seconds', async (test) => {
    const crowd = await Crowd.gather(test, 1, 0, longest);
    crowd.hush();
    crowd.connections[0]?.wake();
    crowd.pass(4_900);
    assert.equal(crowd.attempts.length, 0);
    crowd.pass(1_200);
    assert.equal(crowd.attempts.length, 1);
    assert.equal(crowd.connected, 1);
  });

  it('leaves a sleep with one attempt, and makes none before, whatever is asked of it', async (test) => {
    const crowd = await Crowd.gather(test, 1, 0, longest);
    const [connection] = crowd.connections;
    connection?.sleep();
    connection?.add(['B']);
    crowd.pass(60_000);
    assert.equal(crowd.connected, 0);
    assert.equal(crowd.attempts.length, 0);
    connection?.wake();
    connection?.wake();
    crowd.pass(2_000);
    assert.equal(crowd.connected, 1);
    assert.equal(crowd.attempts.length, 1);
  });
});
