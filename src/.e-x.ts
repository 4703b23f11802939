import '/tmp/sizesA/tree/src/index.ts';
