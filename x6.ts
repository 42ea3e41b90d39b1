import { readFile } from "node:fs/promises";
import { startChromium } from "./tools/browser/chromium.ts";
import { servePage } from "./tools/browser/pageServer.ts";
await using server = await servePage();
const b=await startChromium();
const s=await b.newBrowserCDPSession();
const mem=async(n:string)=>{const {processInfo}=await s.send("SystemInfo.getProcessInfo");for(const p of processInfo)if(p.type==="renderer"){const st=await readFile(`/proc/${p.id}/status`,"utf8");console.log(n,...["VmHWM","VmRSS","RssAnon","RssFile","RssShmem"].map(k=>k+" "+Math.round(Number(new RegExp(k+":\\s+(\\d+)").exec(st)?.[1])/1000)));}};
const page=await b.newPage();await mem("blank");
await page.goto(server.url);await page.waitForFunction(()=>"aftercare" in globalThis);await mem("page");
await page.evaluate(async()=>{(globalThis as any).art=await aftercare.fetchReviewArtifacts();});await mem("artifacts");
await page.evaluate(async()=>{(globalThis as any).p=await aftercare.createProver({artifacts:(globalThis as any).art,engine:"fast",threads:2});await (globalThis as any).p.warmUp();});await mem("warm");
for(let k=0;k<6;k++){console.log(await page.evaluate(async()=>{const ts=[];for(let i=0;i<1;i++){const t=performance.now();await (globalThis as any).p.proveReview(aftercare.reviewRequest());ts.push(performance.now()-t);}return ts.map(x=>x.toFixed(0)).join();}));await mem("proved");
}
await b.close();
