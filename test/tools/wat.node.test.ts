import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findMemoryImport, watModule } from '../../tools/vite-plugin-wat.ts';
import { compileWat, WatError } from '../../tools/wat.ts';
import { checkAnnotations } from '../../tools/wat-annotations.ts';

const IMPORT = '(import "env" "memory" (memory 1 65536 shared))';
const LOAD = `(module
  ${IMPORT}
  (import "env" "log" (func (param i32)))
  (func (export "wait") (result i32)
    (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 0)))
  (func (export "load") (param i32) (result f64)
    (f64.load offset=8 (; TICK.PRICE ;) (local.get 0))))`;
const names = new Map([
  ['TICK.PRICE', 8],
  ['SLOT.VALUES', 32],
  ['CELL_BYTES', 64],
]);
const imports = (memory: WebAssembly.Memory) => ({ env: { memory, log() {} } });

describe('compiling a kernel', () => {
  it('gives a binary for shared memory and one for unshared memory from the same source', async () => {
    const shared = await compileWat({ file: 'a.wat', source: LOAD, shared: true });
    const unshared = await compileWat({ file: 'a.wat', source: LOAD, shared: false });
    const plain = new WebAssembly.Memory({ initial: 1 });
    const common = new WebAssembly.Memory({ initial: 1, maximum: 100, shared: true });
    await WebAssembly.instantiate(shared, imports(common));
    await assert.rejects(WebAssembly.instantiate(shared, imports(plain)), WebAssembly.LinkError);

    const { instance } = await WebAssembly.instantiate(unshared, imports(plain));
    new DataView(plain.buffer).setFloat64(8, 1.5, true);
    assert.equal((instance.exports.load as (at: number) => number)(0), 1.5);
    assert.throws(() => (instance.exports.wait as () => number)(), WebAssembly.RuntimeError);
  });

  it('leaves the names of functions out of the binary', async () => {
    const source = LOAD.replace('(func (export "load")', '(func $a_long_name (export "load")');
    const bytes = await compileWat({ file: 'a.wat', source, shared: true });
    assert.equal(Buffer.from(bytes).includes('a_long_name'), false);
  });

  const mistakes: [string, string, string][] = [
    ['a mistake in the text', LOAD.replace('f64.load', 'f64.lod'), 'kernels/a.wat:7:6: unexpected token'],
    ['a mistake in the types', LOAD.replace('(i64.const 0)', '(i32.const 0)'), 'kernels/a.wat:5:6: type mismatch'],
    ['an instruction that is not safe everywhere', LOAD.replace('f64.load', 'try_table'), 'kernels/a.wat:7:'],
  ];
  for (const [what, source, expected] of mistakes) {
    it(`says file, line and column of ${what}`, async () => {
      await assert.rejects(compileWat({ file: 'kernels/a.wat', source, shared: true }), (error) => {
        assert.ok(error instanceof WatError);
        assert.ok(error.message.startsWith(expected), error.message);
        assert.ok(error.message.includes(source.split('\n')[error.line - 1] ?? 'none'), 'the source line is shown');
        return true;
      });
    });
  }

  it('refuses a kernel without the memory import', async () => {
    await assert.rejects(compileWat({ file: 'a.wat', source: '(module)', shared: false }), /expected \(import "env"/);
  });
});

describe('a kernel as a module', () => {
  it('derives the unshared binary from the shared one at run time', async () => {
    const code = await watModule('a.wat', LOAD);
    assert.match(code, /binary\(".+", \d+, \d+, 3\)/);
    assert.equal(code.includes('\0'), false);
  });

  it('finds the memory import behind imports of other kinds', async () => {
    const source = `(module (import "env" "f" (func (param f64))) (import "env" "g" (global i32)) ${IMPORT})`;
    const bytes = await compileWat({ file: 'a.wat', source, shared: true });
    const { at, maximum } = findMemoryImport(bytes);
    assert.deepEqual([...bytes.subarray(at, at + 2)], [3, 1]);
    assert.equal(maximum, 3);
  });
});

describe('annotations of offsets', () => {
  const check = (line: string) => checkAnnotations('a.wat', `(func\n  ${line})`, names);

  const right = [
    '(f64.load offset=8 (; TICK.PRICE ;) (local.get 0))',
    '(f64.load offset=0x8\n(; TICK.PRICE ;) (local.get 0))',
    '(f64.load offset=40 (; SLOT.VALUES + TICK.PRICE ;) (local.get 0))',
    '(i32.const 36 (; SLOT.VALUES + 4 ;))',
    '(i32.const 60 (; CELL_BYTES - 4 ;))',
    '(i32.const 64 (; CELL_BYTES ;))',
    '(i32.const 1 (; odd while writing ;))',
    '(i32.const 1 (; ODD ;))',
    '(data (i32.const 0) "offset=4")',
    ';; offset=4',
    '(; offset=4 (; nested ;) offset=4 ;) (nop)',
  ];
  for (const line of right) it(`accepts ${line}`, () => check(line));

  const wrong: [string, RegExp][] = [
    ['(f64.load offset=8 (local.get 0))', /^WatError: a\.wat:2:13: bare offset=8/],
    ['(f64.load offset=8 (; the price ;) (local.get 0))', /a\.wat:2:13: cannot read the annotation/],
    ['(f64.load offset=16 (; TICK.PRICE ;) (local.get 0))', /a\.wat:2:13: 16 is not .* which is 8/],
    ['(f64.load offset=8 (; TICK.PRISE ;) (local.get 0))', /has no TICK\.PRISE/],
    ['(i32.const 37 (; SLOT.VALUES + 4 ;))', /37 is not .* which is 36/],
    ['(i64.const 65 (; CELL_BYTES ;))', /65 is not .* which is 64/],
    ['(i32.const 32 (; SLOT.VALUE ;))', /has no SLOT\.VALUE/],
    ['(i32.const 32 (; SLOT.VALUES, in bytes ;))', /cannot read the annotation/],
  ];
  for (const [line, expected] of wrong) it(`refuses ${line}`, () => assert.throws(() => check(line), expected));
});
