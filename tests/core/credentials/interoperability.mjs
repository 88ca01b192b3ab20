// Another program's answers: verifies the credentials of a file, and signs one of its own.
//
//     node interoperability.mjs    reads world.json of its folder, writes answers.json
//
// world.json: did documents, status lists and vocabularies by address; cases by name; a key and a
// document to sign with it; tokens by name, with the public key as JWK.

import fs from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as multikey from '@digitalbazaar/ed25519-multikey';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {importJWK, jwtVerify} from 'jose';

const world = JSON.parse(fs.readFileSync('world.json', 'utf8'));
const known = {...world.contexts, ...world.lists};
for(const document of world.dids) {
  known[document.id] = document;
  for(const method of document.verificationMethod) {
    known[method.id] = {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
}
const documentLoader = async url => {
  if(!Object.hasOwn(known, url)) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known[url]};
};
const now = new Date(world.now);

const answers = {};
for(const [name, credential] of Object.entries(world.cases)) {
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({cryptosuite}),
    documentLoader,
    now,
    checkStatus: options => checkStatus({
      ...options,
      documentLoader,
      suite: new DataIntegrityProof({cryptosuite}),
      verifyBitstringStatusListCredential: true,
    }),
  });
  // a mark on a list is no failure of the check there: it is told beside
  const statuses = result.statusResult?.results ?? [];
  const isMarked = statuses.some(one => one.status);
  answers[name] = result.verified && result.statusResult?.verified !== false && !isMarked;
}
for(const [name, token] of Object.entries(world.tokens)) {
  const key = await importJWK(world.jwk, 'EdDSA');
  try {
    await jwtVerify(token, key, {typ: 'vc+jwt', issuer: world.dids[0].id, currentDate: now});
    answers[name] = true;
  } catch{
    answers[name] = false;
  }
}

const pair = await multikey.from(world.signer);
const signed = await vc.issue({
  credential: world.unsigned,
  suite: new DataIntegrityProof({signer: pair.signer(), cryptosuite, date: world.unsigned.validFrom}),
  documentLoader,
});
const presented = await vc.signPresentation({
  presentation: vc.createPresentation({
    verifiableCredential: [signed],
    holder: world.signer.controller,
    version: 2.0,
  }),
  suite: new DataIntegrityProof({signer: pair.signer(), cryptosuite}),
  challenge: 'u-4711',
  domain: 'employer.example',
  documentLoader,
});
fs.writeFileSync('answers.json', JSON.stringify({answers, signed, presented}));
