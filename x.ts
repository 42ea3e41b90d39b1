import {loadArtifacts} from "./prover/artifacts/node.ts";
import {prepareReview} from "./prover/review/request.ts";
import {reviewRequest} from "./test/prover/review-fixture.ts";
import { KernelEngine } from "./prover/groth16/kernelEngine.ts";
import * as snarkjs from "snarkjs";
const T=()=>performance.now();
const art=await loadArtifacts("review");
const {input}=prepareReview(reviewRequest());
const threads=Number(process.argv[2]??2);
let t=T();const e=await KernelEngine.start(art,threads,()=>{});console.log('start',(T()-t).toFixed(0));
const xs:number[]=[],ys:number[]=[];let p:any;
for(let i=0;i<8;i++){t=T();p=await e.prove(input,()=>{});xs.push(T()-t);}
const N=Number(process.argv[3]??6);
for(let i=0;i<N;i++){t=T();await snarkjs.groth16.fullProve(input as any,art.wasm,art.zkey);ys.push(T()-t);for(let j=0;j<3;j++){t=T();p=await e.prove(input,()=>{});xs.push(T()-t);}}
console.log('ours',xs.map(x=>x.toFixed(0)).join());console.log('snarkjs',ys.map(x=>x.toFixed(0)).join());
const med=(a:number[])=>a.slice().sort((x,y)=>x-y)[a.length>>1]!;console.log('median ratio',med(xs.slice(8))/med(ys));
console.log(await snarkjs.groth16.verify(art.verificationKey as any,p.publicSignals.map(String),p.proof));
await e.end();(await snarkjs.curves.getCurveFromName("bn128")).terminate();
