/** The text of the uploaded files: a few sentences for each topic, arranged anew for every file. */
import { createRandom } from './random.ts';

export type Topic = 'support' | 'product' | 'legal' | 'science' | 'translation' | 'marketing' | 'engineering';

const SENTENCES: Readonly<Record<Topic, readonly string[]>> = {
  support: [
    'A refund is paid to the original card within ten working days of the return.',
    'Customers can change the shipping address until the parcel has left the warehouse.',
    'A password is reset from the sign-in page; the link stays valid for one hour.',
    'Orders above 50 euros ship free of charge within the European Union.',
    'When a parcel is lost, open a claim and offer a replacement or a refund.',
    'Invoices are found under Account, Orders, and can be downloaded as PDF.',
    'Escalate to the second line when a customer reports the same fault twice.',
    'Subscriptions end with the current billing period after they are cancelled.',
  ],
  product: [
    'Hold the power button for eight seconds to restart the controller.',
    'The status light blinks amber while new firmware is being installed.',
    'Battery life drops below freezing; charge the gripper at room temperature.',
    'Error E42 means that the arm met an obstacle and stopped.',
    'The warranty covers motors for three years and joints for five.',
    'Calibrate the camera after every change of the mounting plate.',
    'Firmware 4.2 fixes the connection loss on networks with hidden names.',
    'Clean the sensors with a dry cloth; never use solvents.',
  ],
  legal: [
    'Either party may terminate this agreement with ninety days written notice.',
    'Liability is limited to the fees paid in the twelve months before the claim.',
    'Confidential information must not be disclosed for five years after termination.',
    'The processor shall notify the controller of a data breach within 48 hours.',
    'This agreement is governed by the laws of Norway; venue is Oslo.',
    'Sub-processors are listed in annex B and may be objected to within thirty days.',
    'Payment is due thirty days after receipt of the invoice.',
    'Neither party is liable for delay caused by force majeure.',
  ],
  science: [
    'The treatment group improved grasp success from 81 to 93 percent.',
    'We trained on 1.2 million simulated episodes and fine-tuned on 8,000 real ones.',
    'Confidence intervals were obtained by bootstrap over 1,000 samples.',
    'Removing the depth channel lowered accuracy by eleven points.',
    'The baseline is a gradient boosted tree with 400 estimators.',
    'Drift was detected in two of the fourteen features during the second quarter.',
    'Embeddings of the larger model separate the classes with a margin of 0.3.',
    'All code and data splits are kept in the experiment registry.',
  ],
  translation: [
    'Greifer wird mit gripper übersetzt, nie mit claw.',
    'Write numbers with a comma as decimal separator in German texts.',
    'Die Anrede in der Hilfe ist immer Sie.',
    'Product names are never translated and never declined.',
    'Sicherheitshinweise beginnen mit dem Signalwort Warnung.',
    'Use short sentences; German runs a third longer than English.',
    'Drehmoment is torque, Drehzahl is rotational speed.',
    'Measurements stay metric in every language.',
  ],
  marketing: [
    'Our voice is calm, precise and friendly; we never shout.',
    'The primary colour is harbour blue, the accent is signal orange.',
    'Headlines are sentence case and end without a full stop.',
    'Claims about speed need a measurement that we can link to.',
    'Photographs show people at work, never empty machines.',
    'The logo keeps a free space as wide as its first letter.',
    'Newsletters go out on Tuesdays and have one call to action.',
    'Partner logos are shown in grey and in alphabetical order.',
  ],
  engineering: [
    'Every service exposes a health check and its build number.',
    'Secrets live in the vault and are rotated every ninety days.',
    'A change needs one review; a change of a public interface needs two.',
    'Incidents are written up within three working days, without blame.',
    'Features are computed once in the pipeline and read from the store.',
    'Deployments stop at four on Fridays.',
    'The on-call engineer may roll back without asking anyone.',
    'Metrics are named service, subject, unit, in that order.',
  ],
};

const CHUNK_COUNT = 4;
const SENTENCES_PER_CHUNK = 3;

/** The chunks of a file's text. The same file id gives the same text in every run. */
export function documentChunks(fileId: string, topic: Topic): string[] {
  const source = SENTENCES[topic];
  const random = createRandom(`document ${fileId}`);
  const offset = random.integer(0, source.length - 1);
  return Array.from({ length: CHUNK_COUNT }, (_, chunk) =>
    Array.from({ length: SENTENCES_PER_CHUNK }, (__, line) => {
      const position = (offset + chunk * SENTENCES_PER_CHUNK + line) % source.length;
      return source[position] ?? '';
    }).join(' '),
  );
}
