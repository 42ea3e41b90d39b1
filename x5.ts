import {loadArtifacts} from "./prover/artifacts/node.ts";
import {prepareReview} from "./prover/review/request.ts";
import {reviewRequest} from "./test/prover/review-fixture.ts";
import { KernelEngine } from "./prover/groth16/kernelEngine.ts";
const art=await loadArtifacts("review");
const {input}=prepareReview(reviewRequest());
let c=process.cpuUsage();const cpu=()=>{const d=process.cpuUsage(c);c=process.cpuUsage();return (d.user+d.system)/1000;};
const e=await KernelEngine.start(art,Number(process.argv[2]??1),()=>{});console.log('load cpu',cpu().toFixed(0));
for(let k=0;k<4;k++){const t=performance.now();for(let i=0;i<15;i++){await e.prove(input,()=>{});}console.log('cpu per proof',(cpu()/15).toFixed(1),'wall',((performance.now()-t)/15).toFixed(1));}
await e.end();
