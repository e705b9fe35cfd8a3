// The host's part of a look: counting the words of hundreds of texts and all eight tests take too long for the
// engine's own thread.

import { judge } from '../../ml/drift/judge';
import { sampleOf } from '../../ml/drift/profile';
import { decodeProfile } from '../../ml/drift/profile-file';
import type { JudgedTexts, JudgeRequest } from '../reviews/host';

/** Throws ProfileError where the profile is none. */
export function judgeTexts({ profile, current, alpha, look }: JudgeRequest): JudgedTexts {
  const reference = decodeProfile(profile);
  const { texts, ...observed } = current;
  const judged = judge(reference, sampleOf(texts, observed, reference), { alpha, look });
  return { ...judged, n_reference: reference.sample.n };
}
