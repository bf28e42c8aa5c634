import{a as e,c as t,d as n,g as r,i,m as a,r as o}from"./signals.module-BTCgUUn3.js";var s=`modulepreload`,c=function(e){return`/`+e},l={},u=function(e){return e.pathname.endsWith(`.css`)},d=function(e,t,n){if(t in e)return e[t];let r=n();if(!r){e[t]=void 0;return}let i=r.then(()=>{e[t]=void 0},n=>{throw e[t]=void 0,n});return e[t]=i,i},f=function(e,t,n){let r=Promise.resolve();if(t&&t.length>0){let e,i=document.querySelector(`meta[property=csp-nonce]`),a=i?.nonce||i?.getAttribute(`nonce`);function o(e){return Promise.all(e.map(e=>Promise.resolve(e).then(e=>({status:`fulfilled`,value:e}),e=>({status:`rejected`,reason:e}))))}function f(e){return import.meta.resolve?new URL(import.meta.resolve(e)):new URL(e,import.meta.url)}r=o(t.map(t=>{t=c(t,n);let r=f(t),i=u(r);return d(l,r.href,()=>{if(e===void 0){e={all:new Set,styles:new Set};let t=document.getElementsByTagName(`link`);for(let n=t.length-1;n>=0;n--){let r=t[n];e.all.add(r.href),r.rel===`stylesheet`&&e.styles.add(r.href)}}if((i?e.styles:e.all).has(r.href))return;let t=document.createElement(`link`);if(t.rel=i?`stylesheet`:s,i||(t.as=`script`),t.crossOrigin=``,t.href=r.href,a&&t.setAttribute(`nonce`,a),document.head.appendChild(t),i)return new Promise((e,n)=>{let i=a=>{t.removeEventListener(`load`,i),t.removeEventListener(`error`,i),a.type===`error`?n(Error(`Unable to preload CSS for ${r}`)):e(a)};t.addEventListener(`load`,i),t.addEventListener(`error`,i)})})}).filter(e=>e!==void 0))}function i(e){let t=new Event(`vite:preloadError`,{cancelable:!0});if(t.payload=e,window.dispatchEvent(t),!t.defaultPrevented)throw e}return r.then(t=>{for(let e of t||[])e.status===`rejected`&&i(e.reason);return e().catch(i)})},p={frame:`_frame_1kzyb_2`,card:`_card_1kzyb_10`,eyebrow:`_eyebrow_1kzyb_28`,lead:`_lead_1kzyb_34`,aside:`_aside_1kzyb_41`,actions:`_actions_1kzyb_48`,button:`_button_1kzyb_56`,icon:`_icon_1kzyb_88`,spinner:`_spinner_1kzyb_98`,turn:`_turn_1kzyb_1`};function m({children:e}){return i(`main`,{class:p.frame,children:e})}var h={mark:`_mark_1wmkd_1`},ee={clock:`M24 7a17 17 0 1 0 0 34 17 17 0 0 0 0-34M24 14v11l7 4`,link:`M20 28l8-8M22 15l4-4a8 8 0 0 1 11 11l-4 4M26 33l-4 4a8 8 0 0 1-11-11l4-4`,person:`M24 24a8 8 0 1 0 0-16 8 8 0 0 0 0 16M9 41c2-8 8-12 15-12s13 4 15 12`};function g({title:e,text:t,eyebrow:n,busy:r,icon:a,action:o,children:s}){return i(m,{children:i(`section`,{class:p.card,"aria-live":`polite`,children:[r&&i(`span`,{class:p.spinner,"aria-hidden":`true`}),a&&i(`svg`,{class:h.mark,viewBox:`0 0 48 48`,"aria-hidden":`true`,children:i(`path`,{d:ee[a]})}),n&&i(`p`,{class:p.eyebrow,children:n}),i(`h1`,{children:e}),i(`p`,{class:p.lead,children:t}),s,o&&i(`p`,{class:p.actions,children:i(`a`,{class:p.button,"data-look":`primary`,href:o.href,rel:`noreferrer`,children:o.label})})]})})}var te=[[`days`,864e5],[`hours`,36e5],[`minutes`,6e4],[`seconds`,1e3]];function ne(e){let t=Math.max(0,Math.ceil(e/1e3)*1e3),n=te.map(([e,n])=>{let r=Math.floor(t/n);return t-=r*n,{name:r===1?e.slice(0,-1):e,value:r}}),r=n.findIndex(({value:e})=>e>0);return n.slice(r<0?2:Math.min(r,2)).map(({name:e,value:t})=>({name:e,value:String(t).padStart(2,`0`)}))}function re(e){let t=Math.ceil(e/6e4);if(t<=1)return`less than a minute`;let[n,r,i]=[Math.floor(t/1440),Math.floor(t/60)%24,t%60];return[ie(n,`day`),ie(r,`hour`),ie(i,`minute`)].filter(Boolean).join(`, `)}function ie(e,t){return e?`${e} ${t}${e===1?``:`s`}`:``}function ae(e){let t=Math.floor(e),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=String(i).padStart(2,`0`);return n?`${n}:${String(r).padStart(2,`0`)}:${a}`:`${r}:${a}`}function oe(e){if(e<60)return`${Math.floor(e)} sec`;let t=Math.floor(e/60);return t<60?`${t} min`:`${Math.floor(t/60)} h ${t%60} min`}function se(e,t){return new Intl.DateTimeFormat(void 0,{weekday:`long`,day:`numeric`,month:`long`,hour:`numeric`,minute:`2-digit`,timeZoneName:`short`,timeZone:t}).format(new Date(e))}function ce(e){return new Intl.DateTimeFormat(void 0,{day:`numeric`,month:`long`,year:`numeric`}).format(new Date(e))}function le(e){return e===`attended`?`You attended`:e===`attended_on_demand`?`Attended on demand`:``}var ue={countdown:`_countdown_1c8kg_1`};function de(t){let[r,i]=n(t);return e(()=>{let e=setInterval(()=>i(t()),1e3);return()=>clearInterval(e)},[]),r}function fe({label:e,ms:t}){return i(`div`,{class:ue.countdown,"aria-hidden":`true`,children:[i(`p`,{children:t>0?e:`Opening now`}),i(`ol`,{children:ne(t).map(({name:e,value:t},n)=>i(`li`,{children:[i(`b`,{children:t}),i(`span`,{children:e})]},n))})]})}function pe({join:e,now:t}){let n=Date.parse(e.starts_at)-de(t);return i(m,{children:i(`section`,{class:p.card,children:[i(`p`,{class:p.eyebrow,children:`The room is open`}),i(`h1`,{children:e.name}),i(`p`,{class:p.lead,role:`status`,children:n>0?`Starts ${se(e.starts_at)}`:`The host will start in a moment.`}),n>0?i(fe,{label:`It begins in`,ms:n}):i(`span`,{class:p.spinner,"aria-hidden":`true`}),i(`p`,{class:p.aside,children:`Leave this page open: it goes on by itself.`})]})})}function me(e,t=59e3){let n=[],r=t;for(let t of e){if(r-=JSON.stringify(t).length+1,r<0&&n.length)break;n.push(t)}return n}async function he(e,t){try{let n=JSON.stringify(t),r=await fetch(e,{method:`POST`,body:n,keepalive:!0,credentials:`omit`});if(r.status===204)return`taken`;if(r.status>=500||[408,425,429].includes(r.status))return`later`;let{code:i}=await r.json();return i===`clock_moved`||i===`window_closed`||i===`not_registered`?i:r.status===404||i===`unknown_link`?`revoked`:`refused`}catch{return`later`}}var ge=[`play`,`playing`,`pause`,`seeking`,`seeked`,`waiting`,`stalled`,`ratechange`,`ended`,`emptied`,`error`,`timeupdate`],_e=3,ve=1,ye=250,be=class{state=`paused`;#e;#t;#n=[];#r=null;#i=1;#a={clock:0,media:0};#o=0;#s;#c=null;#l=!0;#u=0;constructor(e,t){this.#e=e,this.#t=t,this.#s=e.readyState<_e,this.observe(`attach`)}observe(e){let t=this.#e,n=this.#t();this.#r?this.#f(this.#r,n):!t.seeking&&t.currentTime!==this.#a.media&&(t.readyState>=_e&&(this.#s=!1),this.#a={clock:n,media:t.currentTime}),e===`waiting`||e===`emptied`||e===`error`?this.#s=!0:(e===`playing`||e===`seeked`&&t.readyState>=_e)&&(this.#s=!1);let r=this.state;this.state=this.#d();let i=t.playbackRate;return this.#r&&this.state!==`playing`?this.#h(this.#a):this.#r&&i!==this.#i&&this.#h(this.#a,ye),this.#i=i,!this.#r&&this.state===`playing`&&this.#m(this.#p(n),t.currentTime,n),this.state===`playing`||t.seeking?this.#c=null:this.#c??=t.currentTime,this.state!==r}take(){if(this.observe(`cut`),this.#r){let{clock:e,media:t}=this.#a;this.#h(this.#a,ye),this.#m(this.#a,t,e),this.#l=!1}return this.#n.splice(0)}interrupt(){return this.#r&&this.#h(this.#a),this.#n.splice(0)}#d(){let e=this.#e;return e.ended?`ended`:e.paused||e.playbackRate<=0?`paused`:e.seeking||this.#s?`buffering`:`playing`}#f(e,t){let n=this.#e,r=this.#a,i=n.duration||1/0,a=Math.min(r.media+(t-r.clock)/1e3*this.#i,i),o=n.currentTime;r.media-o<ye/1e3&&(o=Math.max(o,r.media)),n.seeking||o<r.media||o>a+ve?(this.#h({clock:t,media:Math.max(a,r.media)}),this.#a={clock:t,media:o}):(o>r.media&&(this.#o=t),this.#a={clock:t,media:o},e.media+(t-e.clock)/1e3*this.#i-o>ve&&o<i&&(this.#h(this.#a),this.#s=t-this.#o>ye))}#p(e){let t=this.#e.currentTime,n=t-(this.#c??t);return n<=0||n>ye/1e3?{clock:e,media:t}:{clock:Math.max(this.#u,e-n/this.#e.playbackRate*1e3),media:t-n}}#m(e,t,n){this.#r=e,this.#a={clock:n,media:t},this.#o=n,this.#l=!0}#h(e,t=0){let n=this.#r;if(this.#r=null,!n)return;let r=(e.media-n.media)/this.#i*1e3,i=this.#l&&t>0,a=Math.floor(i?Math.max(n.clock,e.clock-r):n.clock),o=Math.round(a+r+Math.min(r,t)),s=Math.min(Math.floor(e.clock),o);s>a&&r>0&&(this.#u=s,this.#n.push([a,s,xe(n.media),xe(e.media)]))}};function xe(e){return Math.round(e*1e3)/1e3}var Se=1e3,Ce=432e5,we=class{zeroAt;#e;#t;constructor(e){this.#e=e,this.#t=e.monotonic(),this.zeroAt=e.wall()}now(){return this.#e.monotonic()-this.#t}worn(){let e=this.now();return e>Ce||Math.abs(this.#e.wall()-this.zeroAt-e)>Se}},Te=`latecomer.playback.v1`,Ee=1e3,De=3e4,Oe=6e4,ke=1e4,Ae={4501:`revoked`,4503:`window_closed`,4504:`not_registered`},je=5,Me=class{#e;#t;#n;#r=null;#i=!1;#a=0;#o=0;#s=null;#c=0;#l=!1;#u=()=>{};#d=!1;#f=!1;#p=!1;#m=!1;#h=0;#g=0;constructor(e,t,n){this.#e=e,this.#t=t,this.#n=n,this.open()}open(){if(this.#r||this.#d)return;this.#u();let{server:e}=this.#t,t;try{t=this.#e.connect(`${e.replace(/^http/,`ws`)}/ws/playback`,Te)}catch{this.#w(),this.#S();return}this.#r=t,this.#i=!1,this.#o=0,this.#a=this.#e.monotonic(),this.#s=this.#a,this.#l=!1,this.#u=this.#e.after(Ee,()=>this.#w()),t.onopen=()=>{this.#u();let{join:e,playback:t}=this.#t;this.#v({type:`hello`,join:e,playback:t,clock_ms:this.#t.clockMs()})},t.onmessage=({data:e})=>{t===this.#r&&this.#y(e)},t.onclose=({code:e})=>{t===this.#r&&this.#b(e)}}flush(){if(!this.#d){if(this.#i)for(let e of this.#t.queue.pending)e.seq<=this.#o||(this.#v({type:`heartbeat`,...e}),this.#o=e.seq,this.#s??=this.#e.monotonic());else this.#f&&this.#T()}}check(){let e=this.#e.monotonic();if(this.#r&&this.#s!==null&&e-this.#s>De){let e=this.#r;this.#b(1006),e.close()}else this.#f&&this.#T()}leave(){let{server:e,join:t,playback:n,queue:r}=this.#t,i=r.pending;for(;i.length&&!this.#d;){let r=me(i),a=JSON.stringify({join:t,playback:n,clock_ms:this.#t.clockMs(),heartbeats:r});if(!this.#e.sendBeacon(`${e}/beacon`,a))break;i=i.slice(r.length)}this.#_()}end(){this.#d=!0,this.#_()}#_(){this.#u();let e=this.#r;this.#r=null,e&&(this.#i&&e.send(`{"type":"bye"}`),this.#i=!1,e.close(1e3))}#v(e){this.#r?.send(JSON.stringify(e))}#y(e){let t;try{t=JSON.parse(String(e))}catch{return}let{queue:n}=this.#t;switch(t.type){case`welcome`:this.#i=this.#p=!0,this.#f=!1,this.#n.welcome(t),this.flush(),this.#x();break;case`ack`:n.discardThrough(Math.min(t.seq,this.#o)),this.#x(),this.#n.ack(t);break;case`error`:t.seq!==void 0&&(n.discard([t.seq]),this.#x(),this.#n.settled());break;case`status`:this.#n.status(t.status);break;case`stop`:this.#E(t.reason);break;case`reconnect`:this.#l=!0,this.#u(),this.#u=this.#e.after((t.after_s+this.#e.random())*1e3,()=>{this.#_(),this.open()})}}#b(e){this.#r=null;let t=this.#i;this.#i=!1,this.#s=null,e===4005?this.#n.clockMoved():e>=4500&&e<=4999?this.#E(Ae[e]??`refused`):(t&&this.#e.monotonic()-this.#a>ke&&(this.#c=0),e===4006||e===4007?this.#c=Math.max(this.#c,je):t||this.#w(),this.#l||this.#S())}#x(){let e=this.#t.queue.pending[0];this.#s=e&&e.seq<=this.#o?this.#e.monotonic():null}#S(){this.#u(),this.#u=this.#e.after(this.#C(this.#c++),()=>this.open())}#C(e){return this.#e.random()*Math.min(Oe,1e3*2**Math.min(e,6))}#w(){this.#f=!0,this.#T()}async#T(){let{server:e,join:t,playback:n,queue:r}=this.#t,i=()=>!this.#d&&this.#f&&(r.pending.length>0||!this.#p);if(!this.#m){for(this.#m=!0;i()&&this.#e.monotonic()>=this.#g;){let i=me(r.pending),a={join:t,playback:n,clock_ms:this.#t.clockMs(),heartbeats:i},o=await this.#e.post(`${e}/beacon`,a);if(o===`taken`)this.#p=!0,this.#h=0,r.discard(i.map(e=>e.seq)),this.#n.settled();else if(o===`later`)this.#g=this.#e.monotonic()+this.#C(1+this.#h++);else if(this.#d)break;else o===`clock_moved`?this.#n.clockMoved():this.#E(o)}this.#m=!1}}#E(e){this.#d||(this.#n.stop(e),this.end())}},Ne=50,Pe=4e3,Fe=.05,Ie=class{#e=[];#t=0;get pending(){return this.#e}add(e,t){for(let n=0;n===0||n<t.length;n+=200)this.#e.push({seq:++this.#t,state:e,segments:t.slice(n,n+200)});this.#n()}discardThrough(e){this.#e=this.#e.filter(t=>t.seq>e)}discard(e){this.#e=this.#e.filter(t=>!e.includes(t.seq))}#n(){let e=this.#e;for(let t=0;e.length>Ne&&t+1<e.length;){let[n,r]=[e[t],e[t+1]],i=Le(n.segments,r.segments);i.length<=200?e.splice(t,2,{...r,segments:i}):t++}let t=e.reduce((e,t)=>e+t.segments.length,0);for(;t>Pe;)t-=e.shift()?.segments.length??t}};function Le(e,t){let[n,r]=[e.at(-1),t[0]];return!n||!r||n[1]!==r[0]||n[3]!==r[2]||Math.abs(Re(n)-Re(r))>Fe?[...e,...t]:[...e.slice(0,-1),[n[0],r[1],n[2],r[3]],...t.slice(1)]}function Re([e,t,n,r]){return(r-n)*1e3/(t-e)}var ze=250,Be=6e4,Ve=class{playback=``;#e;#t;#n;#r;#i;#a;#o;#s=null;#c=1e4;#l=0;#u=null;#d=!1;#f=!1;#p=null;#m=!1;#h;#g=!1;#_=0;constructor(e,t,n){this.#e=e,this.#t=t,this.#n=n,this.#h=e.shelf.load(n.server,e.wall()),this.#v()}get state(){return this.#f&&this.#i.state===`playing`?`paused`:this.#i.state}handle(e){if(this.#d||(this.#r.worn()&&this.#y(),this.#i.observe(e)&&(this.#u??=this.#e.after(ze,()=>this.report())),e!==`tick`))return;let t=this.#r.now()-this.#l>=this.#c-ze;this.state===`playing`&&t&&this.report(),this.#o.check(),this.#T()}report(){if(this.#d)return;this.#u?.(),this.#u=null,this.#l=this.#r.now();let e=this.#i.take();this.#a.add(this.state,e),this.#w(),this.#o.flush()}reportIfPlayed(){(this.#u||this.state===`playing`)&&this.report()}leave(){let e=this.#u||this.state===`playing`;this.#f=!0,e&&this.report(),this.#d||this.#o.leave()}comeBack(){this.#f=!1,this.handle(`tick`),this.#d||this.#o.open()}end(){this.leave(),this.#S()}#v(){let{server:e,join:t}=this.#n;this.playback=this.#e.uuid(),this.#s=this.#p=null,this.#m=!1,this.#l=0;let n=new we(this.#e),r=new Ie;this.#r=n,this.#a=r,this.#i=new be(this.#t,()=>n.now());let i={server:e,join:t,playback:this.playback,queue:r,clockMs:()=>Math.floor(n.now())};this.#o=new Me(this.#e,i,{welcome:e=>{this.#c=e.heartbeat_s*1e3,this.#m=!0,this.#s=Date.parse(e.anchor_at),this.#p=Date.parse(e.server_time)-this.#e.monotonic(),this.#w(),this.#n.onWelcome?.(e),this.#T()},ack:e=>{this.#w(),this.#n.onAck?.(e)},status:e=>this.#n.onStatus?.(e),settled:()=>{this.#m=!0,this.#w(),this.#T()},clockMoved:()=>this.#y(),stop:e=>this.#x(e)}),this.#i.state===`playing`&&this.report()}#y(){this.#u?.(),this.#u=null,this.#b(),this.#o.end(),this.#v()}#b(){let e=this.#i.interrupt();e.length&&this.#a.add(this.state,e),this.#w(),this.#a.pending.length&&this.#h.push(this.#C())}#x(e){this.#d||(this.#b(),this.#S(),this.#m=!0,e===`window_closed`&&this.#T(),this.#n.onStop?.(e))}#S(){this.#d=!0,this.#u?.(),this.#o.end()}#C(){let{server:e,join:t}=this.#n;return{server:e,join:t,playback:this.playback,zeroAt:this.#r.zeroAt,anchorAt:this.#s,heartbeats:this.#a.pending}}#w(){this.#e.shelf.save(this.#C())}async#T(){if(!(!this.#m||this.#g||this.#e.monotonic()<this.#_)){this.#g=!0;for(let e of[...this.#h]){for(;e.heartbeats.length;){let{join:t,playback:n}=e,r=me(e.heartbeats),i={join:t,playback:n,clock_ms:this.#E(e),heartbeats:r},a=await this.#e.post(`${e.server}/beacon`,i);if(a===`later`){this.#_=this.#e.monotonic()+Be*this.#e.random(),this.#g=!1;return}if(a!==`taken`)break;e.heartbeats=e.heartbeats.slice(r.length),this.#e.shelf.forget(n,r.map(({seq:e})=>e))}this.#h=this.#h.filter(t=>t!==e)}this.#g=!1}}#E(e){let t=e.anchorAt!==null&&this.#p!==null?this.#p+this.#e.monotonic()-e.anchorAt:this.#e.wall()-e.zeroAt;return Math.max(0,Math.floor(t))}},He=`latecomer.rest.`,Ue=1296e5,We=class{#e;constructor(e){this.#e=e}save(e){let t=e.heartbeats.length?JSON.stringify(e):null;for(let n of this.#e)try{t?n.setItem(He+e.playback,t):n.removeItem(He+e.playback),t=null}catch{}}forget(e,t){for(let n of this.#e){let r=qe(Ke(n,He+e));r&&this.save({...r,heartbeats:r.heartbeats.filter(({seq:e})=>!t.includes(e))})}}load(e,t){let n=new Map;for(let r of this.#e)for(let i of Ge(r)){let a=qe(Ke(r,i));!a||t-a.zeroAt>Ue?r.removeItem(i):a.server===e&&n.set(a.playback,a)}return[...n.values()]}};function Ge(e){try{return Object.keys(e).filter(e=>e.startsWith(He))}catch{return[]}}function Ke(e,t){try{return e.getItem(t)}catch{return null}}function qe(e){try{let t=JSON.parse(e??``);return Array.isArray(t.heartbeats)&&t.playback&&t.zeroAt?t:null}catch{return null}}var Je=`latecomer.join`,Ye=document.currentScript,Xe=new WeakMap;function Ze(e,t={}){let n=Xe.get(e);if(n)return n;let r=t.join||Qe(),i=(t.server??$e())?.replace(/\/+$/,``);if(!r||!i)throw Error(`Latecomer: no ${r?`server`:`join token`} to report with`);let a=(t,n)=>r=>{e.dispatchEvent(new CustomEvent(`latecomer:${t}`,{detail:r})),n?.(r)},o=new Ve(et(),e,{join:r,server:i,onWelcome:a(`welcome`,t.onWelcome),onAck:a(`ack`,t.onAck),onStatus:a(`status`,t.onStatus),onStop:a(`stop`,t.onStop)}),s=[],c=(e,t,n)=>{e.addEventListener(t,n),s.push(()=>e.removeEventListener(t,n))};for(let t of ge)c(e,t,()=>o.handle(t));let l=setInterval(()=>o.handle(`tick`),1e3);c(document,`visibilitychange`,()=>document.hidden&&o.reportIfPlayed()),c(window,`pagehide`,()=>o.leave()),c(window,`pageshow`,()=>o.comeBack()),c(window,`online`,()=>o.comeBack());let u={get playback(){return o.playback},get state(){return o.state},report:()=>o.report(),detach(){clearInterval(l);for(let e of s)e();o.end(),Xe.delete(e)}};return Xe.set(e,u),u}function Qe(){let e=location.hash.slice(1).split(`&`),t=e.find(e=>e.startsWith(`latecomer=`)),n=t?decodeURIComponent(t.slice(10)):null;if(t){let n=e.filter(e=>e!==t).join(`&`);history.replaceState(history.state,``,location.pathname+location.search+(n&&`#${n}`))}try{return n&&sessionStorage.setItem(Je,n),n??sessionStorage.getItem(Je)}catch{return n}}function $e(){return Ye?.dataset.server??(Ye?.src?new URL(`.`,Ye.src).href:null)}function et(){return{connect:(e,t)=>new WebSocket(e,t),post:he,sendBeacon:(e,t)=>navigator.sendBeacon(e,t),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)},monotonic:()=>performance.now(),wall:()=>Date.now(),random:()=>Math.random(),uuid:nt,shelf:new We(tt())}}function tt(){let e=[];for(let t of[`localStorage`,`sessionStorage`])try{e.push(window[t])}catch{}return e}function nt(){if(crypto.randomUUID)return crypto.randomUUID();let e=[...crypto.getRandomValues(new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``),t=`89ab`[Number.parseInt(e.charAt(16),16)&3];return`${e.slice(0,8)}-${e.slice(8,12)}-4${e.slice(13,16)}-${t}${e.slice(17,20)}-${e.slice(20)}`}function rt(e){let t=e.dataset.join||Qe();if(!t)return;let n=()=>document.querySelector(e.dataset.media||`video, audio`),r=()=>{let e=n();return e instanceof HTMLMediaElement&&(Ze(e,{join:t}),!0)};if(r())return;let i=new MutationObserver(()=>r()&&i.disconnect());i.observe(document,{childList:!0,subtree:!0})}Ye&&Ye.dataset.attach!==`manual`&&rt(Ye);var it=3,at=1e3;function ot({startsAt:e,now:t}){return(t()-e)/1e3}function st(e,t){let n=()=>{let n=ot(t),r=e.duration>0&&n>=e.duration;e.paused||e.seeking||n<0||r||Math.abs(e.currentTime-n)>it&&(e.currentTime=n)},r=[`play`,`seeked`,`loadedmetadata`];for(let t of r)e.addEventListener(t,n);let i=setInterval(n,at);return()=>{clearInterval(i);for(let t of r)e.removeEventListener(t,n)}}var _={MEDIA_PLAY_REQUEST:`mediaplayrequest`,MEDIA_PAUSE_REQUEST:`mediapauserequest`,MEDIA_MUTE_REQUEST:`mediamuterequest`,MEDIA_UNMUTE_REQUEST:`mediaunmuterequest`,MEDIA_LOOP_REQUEST:`medialooprequest`,MEDIA_VOLUME_REQUEST:`mediavolumerequest`,MEDIA_SEEK_REQUEST:`mediaseekrequest`,MEDIA_AIRPLAY_REQUEST:`mediaairplayrequest`,MEDIA_ENTER_FULLSCREEN_REQUEST:`mediaenterfullscreenrequest`,MEDIA_EXIT_FULLSCREEN_REQUEST:`mediaexitfullscreenrequest`,MEDIA_PREVIEW_REQUEST:`mediapreviewrequest`,MEDIA_ENTER_PIP_REQUEST:`mediaenterpiprequest`,MEDIA_EXIT_PIP_REQUEST:`mediaexitpiprequest`,MEDIA_ENTER_CAST_REQUEST:`mediaentercastrequest`,MEDIA_EXIT_CAST_REQUEST:`mediaexitcastrequest`,MEDIA_SHOW_TEXT_TRACKS_REQUEST:`mediashowtexttracksrequest`,MEDIA_HIDE_TEXT_TRACKS_REQUEST:`mediahidetexttracksrequest`,MEDIA_SHOW_SUBTITLES_REQUEST:`mediashowsubtitlesrequest`,MEDIA_DISABLE_SUBTITLES_REQUEST:`mediadisablesubtitlesrequest`,MEDIA_TOGGLE_SUBTITLES_REQUEST:`mediatogglesubtitlesrequest`,MEDIA_PLAYBACK_RATE_REQUEST:`mediaplaybackraterequest`,MEDIA_RENDITION_REQUEST:`mediarenditionrequest`,MEDIA_AUDIO_TRACK_REQUEST:`mediaaudiotrackrequest`,MEDIA_SEEK_TO_LIVE_REQUEST:`mediaseektoliverequest`,REGISTER_MEDIA_STATE_RECEIVER:`registermediastatereceiver`,UNREGISTER_MEDIA_STATE_RECEIVER:`unregistermediastatereceiver`},v={MEDIA_CHROME_ATTRIBUTES:`mediachromeattributes`,MEDIA_CONTROLLER:`mediacontroller`},ct={MEDIA_AIRPLAY_UNAVAILABLE:`mediaAirplayUnavailable`,MEDIA_AUDIO_TRACK_ENABLED:`mediaAudioTrackEnabled`,MEDIA_AUDIO_TRACK_LIST:`mediaAudioTrackList`,MEDIA_AUDIO_TRACK_UNAVAILABLE:`mediaAudioTrackUnavailable`,MEDIA_BUFFERED:`mediaBuffered`,MEDIA_CAST_UNAVAILABLE:`mediaCastUnavailable`,MEDIA_CHAPTERS_CUES:`mediaChaptersCues`,MEDIA_CURRENT_TIME:`mediaCurrentTime`,MEDIA_DURATION:`mediaDuration`,MEDIA_ENDED:`mediaEnded`,MEDIA_ERROR:`mediaError`,MEDIA_ERROR_CODE:`mediaErrorCode`,MEDIA_ERROR_MESSAGE:`mediaErrorMessage`,MEDIA_FULLSCREEN_UNAVAILABLE:`mediaFullscreenUnavailable`,MEDIA_HAS_PLAYED:`mediaHasPlayed`,MEDIA_HEIGHT:`mediaHeight`,MEDIA_IS_AIRPLAYING:`mediaIsAirplaying`,MEDIA_IS_CASTING:`mediaIsCasting`,MEDIA_IS_FULLSCREEN:`mediaIsFullscreen`,MEDIA_IS_PIP:`mediaIsPip`,MEDIA_LOADING:`mediaLoading`,MEDIA_MUTED:`mediaMuted`,MEDIA_LOOP:`mediaLoop`,MEDIA_PAUSED:`mediaPaused`,MEDIA_PIP_UNAVAILABLE:`mediaPipUnavailable`,MEDIA_PLAYBACK_RATE:`mediaPlaybackRate`,MEDIA_PREVIEW_CHAPTER:`mediaPreviewChapter`,MEDIA_PREVIEW_COORDS:`mediaPreviewCoords`,MEDIA_PREVIEW_IMAGE:`mediaPreviewImage`,MEDIA_PREVIEW_TIME:`mediaPreviewTime`,MEDIA_RENDITION_LIST:`mediaRenditionList`,MEDIA_RENDITION_SELECTED:`mediaRenditionSelected`,MEDIA_RENDITION_UNAVAILABLE:`mediaRenditionUnavailable`,MEDIA_SEEKABLE:`mediaSeekable`,MEDIA_STREAM_TYPE:`mediaStreamType`,MEDIA_SUBTITLES_LIST:`mediaSubtitlesList`,MEDIA_SUBTITLES_SHOWING:`mediaSubtitlesShowing`,MEDIA_TARGET_LIVE_WINDOW:`mediaTargetLiveWindow`,MEDIA_TIME_IS_LIVE:`mediaTimeIsLive`,MEDIA_VOLUME:`mediaVolume`,MEDIA_VOLUME_LEVEL:`mediaVolumeLevel`,MEDIA_VOLUME_UNAVAILABLE:`mediaVolumeUnavailable`,MEDIA_LANG:`mediaLang`,MEDIA_WIDTH:`mediaWidth`},lt=Object.entries(ct),y=lt.reduce((e,[t,n])=>(e[t]=n.toLowerCase(),e),{}),ut=lt.reduce((e,[t,n])=>(e[t]=n.toLowerCase(),e),{USER_INACTIVE_CHANGE:`userinactivechange`,BREAKPOINTS_CHANGE:`breakpointchange`,BREAKPOINTS_COMPUTED:`breakpointscomputed`});Object.entries(ut).reduce((e,[t,n])=>{let r=y[t];return r&&(e[n]=r),e},{userinactivechange:`userinactive`});var dt=Object.entries(y).reduce((e,[t,n])=>{let r=ut[t];return r&&(e[n]=r),e},{userinactive:`userinactivechange`}),ft={SUBTITLES:`subtitles`,CAPTIONS:`captions`,DESCRIPTIONS:`descriptions`,CHAPTERS:`chapters`,METADATA:`metadata`},pt={DISABLED:`disabled`,HIDDEN:`hidden`,SHOWING:`showing`},mt={MOUSE:`mouse`,PEN:`pen`,TOUCH:`touch`},b={UNAVAILABLE:`unavailable`,UNSUPPORTED:`unsupported`},ht={LIVE:`live`,ON_DEMAND:`on-demand`,UNKNOWN:`unknown`},gt={INLINE:`inline`,FULLSCREEN:`fullscreen`,PICTURE_IN_PICTURE:`picture-in-picture`};function _t(e){let t={};for(let n of e)t[n.name]=n.value;return t}function vt(e){return yt(e)??wt(e,`media-controller`)}function yt(e){let{MEDIA_CONTROLLER:t}=v,n=e.getAttribute(t);if(n)return Et(e)?.getElementById(n)}var bt=(e,t,n=`.value`)=>{let r=e.querySelector(n);r&&(r.textContent=t)},xt=(e,t)=>{let n=`slot[name="${t}"]`,r=e.shadowRoot.querySelector(n);return r?r.children:[]},St=(e,t)=>xt(e,t)[0],Ct=(e,t)=>!e||!t?!1:e?.contains(t)?!0:Ct(e,t.getRootNode().host),wt=(e,t)=>e?e.closest(t)||wt(e.getRootNode().host,t):null;function Tt(e=document){let t=e?.activeElement;return t?Tt(t.shadowRoot)??t:null}function Et(e){let t=(e?.getRootNode)?.call(e);return t instanceof ShadowRoot||t instanceof Document?t:null}function Dt(e,{depth:t=3,checkOpacity:n=!0,checkVisibilityCSS:r=!0}={}){if(e.checkVisibility)return e.checkVisibility({checkOpacity:n,checkVisibilityCSS:r});let i=e;for(;i&&t>0;){let e=getComputedStyle(i);if(n&&e.opacity===`0`||r&&e.visibility===`hidden`||e.display===`none`)return!1;i=i.parentElement,t--}return!0}function Ot(e,t,n,r){let i=r.x-n.x,a=r.y-n.y,o=i*i+a*a;if(o===0)return 0;let s=((e-n.x)*i+(t-n.y)*a)/o;return Math.max(0,Math.min(1,s))}function x(e,t){return kt(e,e=>e===t)||At(e,t)}function kt(e,t){let n;for(n of e.querySelectorAll(`style:not([media])`)??[]){let e;try{e=n.sheet?.cssRules}catch{continue}for(let n of e??[])if(t(n.selectorText))return n}}function At(e,t){let n=e.querySelectorAll(`style:not([media])`)??[],r=n?.[n.length-1];if(!r?.sheet)return console.warn(`Media Chrome: No style sheet found on style tag of`,e),{style:{setProperty:()=>{},removeProperty:()=>``,getPropertyValue:()=>``}};let i=r?.sheet.insertRule(`${t}{}`,r.sheet.cssRules.length);return r.sheet.cssRules?.[i]}function S(e,t,n=NaN){let r=e.getAttribute(t);return r==null?n:+r}function C(e,t,n){let r=+n;n==null||Number.isNaN(r)?e.hasAttribute(t)&&e.removeAttribute(t):S(e,t,void 0)!==r&&e.setAttribute(t,`${r}`)}function w(e,t){return e.hasAttribute(t)}function T(e,t,n){n==null?e.hasAttribute(t)&&e.removeAttribute(t):w(e,t)!=n&&e.toggleAttribute(t,n)}function E(e,t,n=null){return e.getAttribute(t)??n}function D(e,t,n){if(n==null){e.hasAttribute(t)&&e.removeAttribute(t);return}let r=`${n}`;E(e,t,void 0)!==r&&e.setAttribute(t,r)}var jt=class{addEventListener(){}removeEventListener(){}dispatchEvent(){return!0}},Mt=class extends jt{},Nt=class extends Mt{constructor(){super(...arguments),this.role=null}},Pt=class{observe(){}unobserve(){}disconnect(){}},Ft={createElement:function(){return new It.HTMLElement},createElementNS:function(){return new It.HTMLElement},addEventListener(){},removeEventListener(){},dispatchEvent(e){return!1}},It={ResizeObserver:Pt,document:Ft,Node:Mt,Element:Nt,HTMLElement:class extends Nt{constructor(){super(...arguments),this.innerHTML=``}get content(){return new It.DocumentFragment}},DocumentFragment:class extends jt{},customElements:{get:function(){},define:function(){},whenDefined:function(){}},localStorage:{getItem(e){return null},setItem(e,t){},removeItem(e){}},CustomEvent:function(){},getComputedStyle:function(){},navigator:{languages:[],get userAgent(){return``}},matchMedia(e){return{matches:!1,media:e}},DOMParser:class{parseFromString(e,t){return{body:{textContent:e}}}}},Lt=`global`in globalThis&&(globalThis==null?void 0:globalThis.global)===globalThis||typeof window>`u`||window.customElements===void 0,Rt=Object.keys(It).every(e=>e in globalThis),O=Lt&&!Rt?It:globalThis,k=Lt&&!Rt?Ft:globalThis.document,zt={PLACEMENT:`placement`,BOUNDS:`bounds`};function Bt(e){return`
    <style>
      :host {
        --_tooltip-background-color: var(--media-tooltip-background-color, var(--media-secondary-color, rgba(20, 20, 30, .7)));
        --_tooltip-background: var(--media-tooltip-background, var(--_tooltip-background-color));
        --_tooltip-arrow-half-width: calc(var(--media-tooltip-arrow-width, 12px) / 2);
        --_tooltip-arrow-height: var(--media-tooltip-arrow-height, 5px);
        --_tooltip-arrow-background: var(--media-tooltip-arrow-color, var(--_tooltip-background-color));
        position: relative;
        pointer-events: none;
        display: var(--media-tooltip-display, inline-flex);
        justify-content: center;
        align-items: center;
        box-sizing: border-box;
        z-index: var(--media-tooltip-z-index, 1);
        background: var(--_tooltip-background);
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        font: var(--media-font,
          var(--media-font-weight, 400)
          var(--media-font-size, 13px) /
          var(--media-text-content-height, var(--media-control-height, 18px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        padding: var(--media-tooltip-padding, .35em .7em);
        border: var(--media-tooltip-border, none);
        border-radius: var(--media-tooltip-border-radius, 5px);
        filter: var(--media-tooltip-filter, drop-shadow(0 0 4px rgba(0, 0, 0, .2)));
        white-space: var(--media-tooltip-white-space, nowrap);
      }

      :host([hidden]) {
        display: none;
      }

      img, svg {
        display: inline-block;
      }

      #arrow {
        position: absolute;
        width: 0px;
        height: 0px;
        border-style: solid;
        display: var(--media-tooltip-arrow-display, block);
      }

      :host(:not([placement])),
      :host([placement="top"]) {
        position: absolute;
        bottom: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host(:not([placement])) #arrow,
      :host([placement="top"]) #arrow {
        top: 100%;
        left: 50%;
        border-width: var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width);
        border-color: var(--_tooltip-arrow-background) transparent transparent transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="right"]) {
        position: absolute;
        left: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="right"]) #arrow {
        top: 50%;
        right: 100%;
        border-width: var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0;
        border-color: transparent var(--_tooltip-arrow-background) transparent transparent;
        transform: translate(0, -50%);
      }

      :host([placement="bottom"]) {
        position: absolute;
        top: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host([placement="bottom"]) #arrow {
        bottom: 100%;
        left: 50%;
        border-width: 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width);
        border-color: transparent transparent var(--_tooltip-arrow-background) transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="left"]) {
        position: absolute;
        right: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="left"]) #arrow {
        top: 50%;
        left: 100%;
        border-width: var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height);
        border-color: transparent transparent transparent var(--_tooltip-arrow-background);
        transform: translate(0, -50%);
      }
      
      :host([placement="none"]) #arrow {
        display: none;
      }
    </style>
    <slot></slot>
    <div id="arrow"></div>
  `}var Vt=class extends O.HTMLElement{constructor(){if(super(),this.updateXOffset=()=>{if(!Dt(this,{checkOpacity:!1,checkVisibilityCSS:!1}))return;let e=this.placement;if(e===`left`||e===`right`){this.style.removeProperty(`--media-tooltip-offset-x`);return}let t=getComputedStyle(this),n=wt(this,`#`+this.bounds)??vt(this);if(!n)return;let{x:r,width:i}=n.getBoundingClientRect(),{x:a,width:o}=this.getBoundingClientRect(),s=a+o,c=r+i,l=t.getPropertyValue(`--media-tooltip-offset-x`),u=l?parseFloat(l.replace(`px`,``)):0,d=t.getPropertyValue(`--media-tooltip-container-margin`),f=d?parseFloat(d.replace(`px`,``)):0,p=a-r+u-f,m=s-c+u+f;p<0?this.style.setProperty(`--media-tooltip-offset-x`,`${p}px`):m>0?this.style.setProperty(`--media-tooltip-offset-x`,`${m}px`):this.style.removeProperty(`--media-tooltip-offset-x`)},!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}if(this.arrowEl=this.shadowRoot.querySelector(`#arrow`),Object.prototype.hasOwnProperty.call(this,`placement`)){let e=this.placement;delete this.placement,this.placement=e}}static get observedAttributes(){return[zt.PLACEMENT,zt.BOUNDS]}get placement(){return E(this,zt.PLACEMENT)}set placement(e){D(this,zt.PLACEMENT,e)}get bounds(){return E(this,zt.BOUNDS)}set bounds(e){D(this,zt.BOUNDS,e)}};Vt.shadowRootOptions={mode:`open`},Vt.getTemplateHTML=Bt,O.customElements.get(`media-tooltip`)||O.customElements.define(`media-tooltip`,Vt);var Ht=Vt,Ut=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},A=(e,t,n)=>(Ut(e,t,`read from private field`),n?n.call(e):t.get(e)),Wt=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Gt=(e,t,n,r)=>(Ut(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Kt=(e,t,n)=>(Ut(e,t,`access private method`),n),qt,Jt,Yt,Xt,Zt,Qt,$t,en,tn,nn={TOOLTIP_PLACEMENT:`tooltipplacement`,DISABLED:`disabled`,NO_TOOLTIP:`notooltip`};function rn(e,t={}){return`
    <style>
      :host {
        position: relative;
        font: var(--media-font,
          var(--media-font-weight, bold)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        padding: var(--media-button-padding, var(--media-control-padding, 10px));
        justify-content: var(--media-button-justify-content, center);
        display: inline-flex;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        transition: background .15s linear;
        pointer-events: auto;
        cursor: var(--media-cursor, pointer);
        -webkit-tap-highlight-color: transparent;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }
      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgba(50 50 70 / .7));
      }

      slot[name="icon"] {
        display: inline-flex;
        align-items: center;
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-button-icon-width);
        height: var(--media-button-icon-height, var(--media-control-height, 24px));
        transform: var(--media-button-icon-transform);
        transition: var(--media-button-icon-transition);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
        max-width: 100%;
        max-height: 100%;
        min-width: 100%;
      }

      media-tooltip {
        
        max-width: 0;
        overflow-x: clip;
        opacity: 0;
        transition: opacity .3s, max-width 0s 9s;
      }

      :host(:hover) media-tooltip,
      :host(:focus-visible) media-tooltip {
        max-width: 100vw;
        opacity: 1;
        transition: opacity .3s;
      }

      :host([notooltip]) slot[name="tooltip"] {
        display: none;
      }
    </style>

    ${this.getSlotTemplateHTML(e,t)}

    <slot name="tooltip">
      <media-tooltip part="tooltip" aria-hidden="true">
        <template shadowrootmode="${Ht.shadowRootOptions.mode}">
          ${Ht.getTemplateHTML({})}
        </template>
        <slot name="tooltip-content">
          ${this.getTooltipContentHTML(e)}
        </slot>
      </media-tooltip>
    </slot>
  `}function an(e,t){return`
    <slot></slot>
  `}function on(){return``}var j=class extends O.HTMLElement{constructor(){if(super(),Wt(this,Yt),Wt(this,en),Wt(this,qt,void 0),this.preventClick=!1,this.tooltipEl=null,Wt(this,Jt,e=>{this.preventClick||this.handleClick(e),setTimeout(A(this,Zt),0)}),Wt(this,Zt,()=>{var e,t;(t=(e=this.tooltipEl)?.updateXOffset)==null||t.call(e)}),Wt(this,Qt,e=>{let{key:t}=e;this.keysUsed.includes(t)?this.preventClick||this.handleClick(e):this.removeEventListener(`keyup`,A(this,Qt))}),Wt(this,$t,e=>{let{metaKey:t,altKey:n,key:r}=e;t||n||!this.keysUsed.includes(r)?this.removeEventListener(`keyup`,A(this,Qt)):this.addEventListener(`keyup`,A(this,Qt),{once:!0})}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}this.tooltipEl=this.shadowRoot.querySelector(`media-tooltip`)}static get observedAttributes(){return[`disabled`,nn.TOOLTIP_PLACEMENT,v.MEDIA_CONTROLLER,y.MEDIA_LANG]}enable(){this.addEventListener(`click`,A(this,Jt)),this.addEventListener(`keydown`,A(this,$t)),this.tabIndex=0}disable(){this.removeEventListener(`click`,A(this,Jt)),this.removeEventListener(`keydown`,A(this,$t)),this.removeEventListener(`keyup`,A(this,Qt)),this.tabIndex=-1}attributeChangedCallback(e,t,n){var r,i,a,o;e===v.MEDIA_CONTROLLER?(t&&((i=(r=A(this,qt))?.unassociateElement)==null||i.call(r,this),Gt(this,qt,null)),n&&this.isConnected&&(Gt(this,qt,this.getRootNode()?.getElementById(n)),(o=(a=A(this,qt))?.associateElement)==null||o.call(a,this))):e===`disabled`&&n!==t?n==null?this.enable():this.disable():e===nn.TOOLTIP_PLACEMENT&&this.tooltipEl&&n!==t?this.tooltipEl.placement=n:e===y.MEDIA_LANG&&(this.shadowRoot.querySelector(`slot[name="tooltip-content"]`).innerHTML=this.constructor.getTooltipContentHTML()),Kt(this,Yt,Xt).call(this)&&A(this,Zt).call(this)}connectedCallback(){var e,t;let{style:n}=x(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),this.hasAttribute(`disabled`)?this.disable():this.enable(),this.setAttribute(`role`,`button`);let r=this.getAttribute(v.MEDIA_CONTROLLER);r&&(Gt(this,qt,this.getRootNode()?.getElementById(r)),(t=(e=A(this,qt))?.associateElement)==null||t.call(e,this)),O.customElements.whenDefined(`media-tooltip`).then(()=>Kt(this,en,tn).call(this))}disconnectedCallback(){var e,t;this.disable(),(t=(e=A(this,qt))?.unassociateElement)==null||t.call(e,this),Gt(this,qt,null),this.removeEventListener(`mouseenter`,A(this,Zt)),this.removeEventListener(`focus`,A(this,Zt)),this.removeEventListener(`click`,A(this,Jt))}get keysUsed(){return[`Enter`,` `]}get tooltipPlacement(){return E(this,nn.TOOLTIP_PLACEMENT)}set tooltipPlacement(e){D(this,nn.TOOLTIP_PLACEMENT,e)}get mediaController(){return E(this,v.MEDIA_CONTROLLER)}set mediaController(e){D(this,v.MEDIA_CONTROLLER,e)}get disabled(){return w(this,nn.DISABLED)}set disabled(e){T(this,nn.DISABLED,e)}get noTooltip(){return w(this,nn.NO_TOOLTIP)}set noTooltip(e){T(this,nn.NO_TOOLTIP,e)}handleClick(e){}};qt=new WeakMap,Jt=new WeakMap,Yt=new WeakSet,Xt=function(){try{return this.matches(`:hover, :focus-visible`)}catch{return this.matches(`:hover, :focus`)}},Zt=new WeakMap,Qt=new WeakMap,$t=new WeakMap,en=new WeakSet,tn=function(){this.addEventListener(`mouseenter`,A(this,Zt)),this.addEventListener(`focus`,A(this,Zt)),this.addEventListener(`click`,A(this,Jt));let e=this.tooltipPlacement;e&&this.tooltipEl&&(this.tooltipEl.placement=e)},j.shadowRootOptions={mode:`open`},j.getTemplateHTML=rn,j.getSlotTemplateHTML=an,j.getTooltipContentHTML=on,O.customElements.get(`media-chrome-button`)||O.customElements.define(`media-chrome-button`,j);var sn=(e=``)=>e.split(/\s+/),cn=(e=``)=>{let[t,n,r]=e.split(`:`),i=r?decodeURIComponent(r):void 0;return{kind:t===`cc`?ft.CAPTIONS:ft.SUBTITLES,language:n,label:i}},ln=(e=``,t={})=>sn(e).map(e=>{let n=cn(e);return{...t,...n}}),un=e=>e?Array.isArray(e)?e.map(e=>typeof e==`string`?cn(e):e):typeof e==`string`?ln(e):[e]:[],dn=({kind:e,label:t,language:n}={kind:`subtitles`})=>t?`${e===`captions`?`cc`:`sb`}:${n}:${encodeURIComponent(t)}`:n,fn=(e=[])=>Array.prototype.map.call(e,dn).join(` `),pn=(e,t)=>n=>n[e]===t,mn=e=>{let t=Object.entries(e).map(([e,t])=>pn(e,t));return e=>t.every(t=>t(e))},hn=(e,t=[],n=[])=>{let r=un(n).map(mn);Array.from(t).filter(e=>r.some(t=>t(e))).forEach(t=>{t.mode=e})},gn=(e,t=()=>!0)=>{if(!e?.textTracks)return[];let n=typeof t==`function`?t:mn(t);return Array.from(e.textTracks).filter(n)},_n=e=>!!e.mediaSubtitlesShowing?.length||e.hasAttribute(y.MEDIA_SUBTITLES_SHOWING),vn={en:{"Start airplay":`Start airplay`,"Stop airplay":`Stop airplay`,Audio:`Audio`,Captions:`Captions`,"Enable captions":`Enable captions`,"Disable captions":`Disable captions`,"Start casting":`Start casting`,"Stop casting":`Stop casting`,"Enter fullscreen mode":`Enter fullscreen mode`,"Exit fullscreen mode":`Exit fullscreen mode`,Mute:`Mute`,Unmute:`Unmute`,Loop:`Loop`,"Enter picture in picture mode":`Enter picture in picture mode`,"Exit picture in picture mode":`Exit picture in picture mode`,Play:`Play`,Pause:`Pause`,"Playback rate":`Playback rate`,"Playback rate {playbackRate}":`Playback rate {playbackRate}`,Quality:`Quality`,"Seek backward":`Seek backward`,"Seek forward":`Seek forward`,Settings:`Settings`,Auto:`Auto`,"audio player":`audio player`,"video player":`video player`,volume:`volume`,seek:`seek`,"closed captions":`closed captions`,"current playback rate":`current playback rate`,"playback time":`playback time`,"media loading":`media loading`,settings:`settings`,"audio tracks":`audio tracks`,quality:`quality`,play:`play`,pause:`pause`,mute:`mute`,unmute:`unmute`,"chapter: {chapterName}":`chapter: {chapterName}`,live:`live`,Off:`Off`,"start airplay":`start airplay`,"stop airplay":`stop airplay`,"start casting":`start casting`,"stop casting":`stop casting`,"enter fullscreen mode":`enter fullscreen mode`,"exit fullscreen mode":`exit fullscreen mode`,"enter picture in picture mode":`enter picture in picture mode`,"exit picture in picture mode":`exit picture in picture mode`,"seek to live":`seek to live`,"playing live":`playing live`,"seek back {seekOffset} seconds":`seek back {seekOffset} seconds`,"seek forward {seekOffset} seconds":`seek forward {seekOffset} seconds`,"Network Error":`Network Error`,"Decode Error":`Decode Error`,"Source Not Supported":`Source Not Supported`,"Encryption Error":`Encryption Error`,"A network error caused the media download to fail.":`A network error caused the media download to fail.`,"A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.":`A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.`,"An unsupported error occurred. The server or network failed, or your browser does not support this format.":`An unsupported error occurred. The server or network failed, or your browser does not support this format.`,"The media is encrypted and there are no keys to decrypt it.":`The media is encrypted and there are no keys to decrypt it.`,hour:`hour`,hours:`hours`,minute:`minute`,minutes:`minutes`,second:`second`,seconds:`seconds`,"{time} remaining":`{time} remaining`,"{currentTime} of {totalTime}":`{currentTime} of {totalTime}`,"video not loaded, unknown time.":`video not loaded, unknown time.`}},yn=globalThis.navigator?.language||`en`,bn=e=>{yn=e},xn=e=>{let[t]=yn.split(`-`);return vn[yn]?.[e]||vn[t]?.[e]||vn.en?.[e]||e},Sn=()=>{let[e]=yn.split(`-`);return vn[yn]?yn:vn[e]?e:`en`},M=(e,t={})=>xn(e).replace(/\{(\w+)\}/g,(e,n)=>n in t?String(t[n]):`{${n}}`),Cn=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M22.83 5.68a2.58 2.58 0 0 0-2.3-2.5c-3.62-.24-11.44-.24-15.06 0a2.58 2.58 0 0 0-2.3 2.5c-.23 4.21-.23 8.43 0 12.64a2.58 2.58 0 0 0 2.3 2.5c3.62.24 11.44.24 15.06 0a2.58 2.58 0 0 0 2.3-2.5c.23-4.21.23-8.43 0-12.64Zm-11.39 9.45a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.92 3.92 0 0 1 .92-2.77 3.18 3.18 0 0 1 2.43-1 2.94 2.94 0 0 1 2.13.78c.364.359.62.813.74 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.17 1.61 1.61 0 0 0-1.29.58 2.79 2.79 0 0 0-.5 1.89 3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.48 1.48 0 0 0 1-.37 2.1 2.1 0 0 0 .59-1.14l1.4.44a3.23 3.23 0 0 1-1.07 1.69Zm7.22 0a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.88 3.88 0 0 1 .93-2.77 3.14 3.14 0 0 1 2.42-1 3 3 0 0 1 2.16.82 2.8 2.8 0 0 1 .73 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.21 1.61 1.61 0 0 0-1.29.58A2.79 2.79 0 0 0 15 12a3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.44 1.44 0 0 0 1-.37 2.1 2.1 0 0 0 .6-1.15l1.4.44a3.17 3.17 0 0 1-1.1 1.7Z"/>
</svg>`,wn=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M17.73 14.09a1.4 1.4 0 0 1-1 .37 1.579 1.579 0 0 1-1.27-.58A3 3 0 0 1 15 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34A2.89 2.89 0 0 0 19 9.07a3 3 0 0 0-2.14-.78 3.14 3.14 0 0 0-2.42 1 3.91 3.91 0 0 0-.93 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.17 3.17 0 0 0 1.07-1.74l-1.4-.45c-.083.43-.3.822-.62 1.12Zm-7.22 0a1.43 1.43 0 0 1-1 .37 1.58 1.58 0 0 1-1.27-.58A3 3 0 0 1 7.76 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34a2.81 2.81 0 0 0-.74-1.32 2.94 2.94 0 0 0-2.13-.78 3.18 3.18 0 0 0-2.43 1 4 4 0 0 0-.92 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.23 3.23 0 0 0 1.07-1.74l-1.4-.45a2.06 2.06 0 0 1-.6 1.07Zm12.32-8.41a2.59 2.59 0 0 0-2.3-2.51C18.72 3.05 15.86 3 13 3c-2.86 0-5.72.05-7.53.17a2.59 2.59 0 0 0-2.3 2.51c-.23 4.207-.23 8.423 0 12.63a2.57 2.57 0 0 0 2.3 2.5c1.81.13 4.67.19 7.53.19 2.86 0 5.72-.06 7.53-.19a2.57 2.57 0 0 0 2.3-2.5c.23-4.207.23-8.423 0-12.63Zm-1.49 12.53a1.11 1.11 0 0 1-.91 1.11c-1.67.11-4.45.18-7.43.18-2.98 0-5.76-.07-7.43-.18a1.11 1.11 0 0 1-.91-1.11c-.21-4.14-.21-8.29 0-12.43a1.11 1.11 0 0 1 .91-1.11C7.24 4.56 10 4.49 13 4.49s5.76.07 7.43.18a1.11 1.11 0 0 1 .91 1.11c.21 4.14.21 8.29 0 12.43Z"/>
</svg>`;function Tn(e){return`
    <style>
      :host([aria-checked="true"]) slot[name=off] {
        display: none !important;
      }

      
      :host(:not([aria-checked="true"])) slot[name=on] {
        display: none !important;
      }

      :host([aria-checked="true"]) slot[name=tooltip-enable],
      :host(:not([aria-checked="true"])) slot[name=tooltip-disable] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="on">${Cn}</slot>
      <slot name="off">${wn}</slot>
    </slot>
  `}function En(){return`
    <slot name="tooltip-enable">${M(`Enable captions`)}</slot>
    <slot name="tooltip-disable">${M(`Disable captions`)}</slot>
  `}var Dn=e=>{e.setAttribute(`aria-checked`,_n(e).toString())},On=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_SUBTITLES_LIST,y.MEDIA_SUBTITLES_SHOWING]}connectedCallback(){super.connectedCallback(),this.setAttribute(`role`,`button`),this.setAttribute(`aria-label`,M(`closed captions`)),Dn(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===y.MEDIA_SUBTITLES_SHOWING&&Dn(this)}get mediaSubtitlesList(){return kn(this,y.MEDIA_SUBTITLES_LIST)}set mediaSubtitlesList(e){An(this,y.MEDIA_SUBTITLES_LIST,e)}get mediaSubtitlesShowing(){return kn(this,y.MEDIA_SUBTITLES_SHOWING)}set mediaSubtitlesShowing(e){An(this,y.MEDIA_SUBTITLES_SHOWING,e)}handleClick(){this.dispatchEvent(new O.CustomEvent(_.MEDIA_TOGGLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0}))}};On.getSlotTemplateHTML=Tn,On.getTooltipContentHTML=En;var kn=(e,t)=>{let n=e.getAttribute(t);return n?ln(n):[]},An=(e,t,n)=>{if(!n?.length){e.removeAttribute(t);return}let r=fn(n);e.getAttribute(t)!==r&&e.setAttribute(t,r)};O.customElements.get(`media-captions-button`)||O.customElements.define(`media-captions-button`,On);var jn=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Mn=(e,t,n)=>(jn(e,t,`read from private field`),n?n.call(e):t.get(e)),Nn=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Pn=(e,t,n,r)=>(jn(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Fn;function In(e){return`
    <style>
      :host {
        
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-control-bar-display, inline-flex));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        --media-loading-indicator-icon-height: 44px;
      }

      ::slotted(media-time-range),
      ::slotted(media-volume-range) {
        min-height: 100%;
      }

      ::slotted(media-time-range),
      ::slotted(media-clip-selector) {
        flex-grow: 1;
      }

      ::slotted([role="menu"]) {
        position: absolute;
      }
    </style>

    <slot></slot>
  `}var Ln=class extends O.HTMLElement{constructor(){if(super(),Nn(this,Fn,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[v.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===v.MEDIA_CONTROLLER&&(t&&((i=(r=Mn(this,Fn))?.unassociateElement)==null||i.call(r,this),Pn(this,Fn,null)),n&&this.isConnected&&(Pn(this,Fn,this.getRootNode()?.getElementById(n)),(o=(a=Mn(this,Fn))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let n=this.getAttribute(v.MEDIA_CONTROLLER);n&&(Pn(this,Fn,this.getRootNode()?.getElementById(n)),(t=(e=Mn(this,Fn))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=Mn(this,Fn))?.unassociateElement)==null||t.call(e,this),Pn(this,Fn,null)}};Fn=new WeakMap,Ln.shadowRootOptions={mode:`open`},Ln.getTemplateHTML=In,O.customElements.get(`media-control-bar`)||O.customElements.define(`media-control-bar`,Ln);var Rn=new WeakMap,zn=e=>{let t=Rn.get(e);return t||Rn.set(e,t=new Set),t},Bn=new O.ResizeObserver(e=>{for(let t of e)for(let e of zn(t.target))e(t)});function Vn(e,t){zn(e).add(t),Bn.observe(e)}function Hn(e,t){let n=zn(e);n.delete(t),n.size||Bn.unobserve(e)}var Un=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Wn=(e,t,n)=>(Un(e,t,`read from private field`),n?n.call(e):t.get(e)),Gn=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Kn=(e,t,n,r)=>(Un(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),N;function qn(e){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-gesture-receiver-display, inline-block));
        box-sizing: border-box;
      }
    </style>
  `}var Jn=class extends O.HTMLElement{constructor(){if(super(),Gn(this,N,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[v.MEDIA_CONTROLLER,y.MEDIA_PAUSED]}attributeChangedCallback(e,t,n){var r,i,a,o;e===v.MEDIA_CONTROLLER&&(t&&((i=(r=Wn(this,N))?.unassociateElement)==null||i.call(r,this),Kn(this,N,null)),n&&this.isConnected&&(Kn(this,N,this.getRootNode()?.getElementById(n)),(o=(a=Wn(this,N))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;this.tabIndex=-1,this.setAttribute(`aria-hidden`,`true`),Kn(this,N,Yn(this)),this.getAttribute(v.MEDIA_CONTROLLER)&&((t=(e=Wn(this,N))?.associateElement)==null||t.call(e,this)),Wn(this,N)&&(Wn(this,N).addEventListener(`pointerdown`,this),Wn(this,N).addEventListener(`click`,this),Wn(this,N).hasAttribute(`tabindex`)||(Wn(this,N).tabIndex=0))}disconnectedCallback(){var e,t,n,r;this.getAttribute(v.MEDIA_CONTROLLER)&&((t=(e=Wn(this,N))?.unassociateElement)==null||t.call(e,this)),(n=Wn(this,N))==null||n.removeEventListener(`pointerdown`,this),(r=Wn(this,N))==null||r.removeEventListener(`click`,this),Kn(this,N,null)}handleEvent(e){let t=e.composedPath()?.[0];if([`video`,`media-controller`].includes(t?.localName)){if(e.type===`pointerdown`)this._pointerType=e.pointerType;else if(e.type===`click`){let{clientX:t,clientY:n}=e,{left:r,top:i,width:a,height:o}=this.getBoundingClientRect(),s=t-r,c=n-i;if(s<0||c<0||s>a||c>o||a===0&&o===0)return;let l=this._pointerType||`mouse`;if(this._pointerType=void 0,l===mt.TOUCH){this.handleTap(e);return}if(l===mt.MOUSE||l===mt.PEN){this.handleMouseClick(e);return}}}}get mediaPaused(){return w(this,y.MEDIA_PAUSED)}set mediaPaused(e){T(this,y.MEDIA_PAUSED,e)}handleTap(e){}handleMouseClick(e){let t=this.mediaPaused?_.MEDIA_PLAY_REQUEST:_.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new O.CustomEvent(t,{composed:!0,bubbles:!0}))}};N=new WeakMap,Jn.shadowRootOptions={mode:`open`},Jn.getTemplateHTML=qn;function Yn(e){let t=e.getAttribute(v.MEDIA_CONTROLLER);return t?e.getRootNode()?.getElementById(t):wt(e,`media-controller`)}O.customElements.get(`media-gesture-receiver`)||O.customElements.define(`media-gesture-receiver`,Jn);var Xn=Jn,Zn=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},P=(e,t,n)=>(Zn(e,t,`read from private field`),n?n.call(e):t.get(e)),F=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},I=(e,t,n,r)=>(Zn(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Qn=(e,t,n)=>(Zn(e,t,`access private method`),n),$n,er,tr,nr,rr,ir,ar,or,sr,cr,lr,ur,dr,fr,pr,mr,hr,gr,_r,vr,L={AUDIO:`audio`,AUTOHIDE:`autohide`,BREAKPOINTS:`breakpoints`,GESTURES_DISABLED:`gesturesdisabled`,KEYBOARD_CONTROL:`keyboardcontrol`,NO_AUTOHIDE:`noautohide`,USER_INACTIVE:`userinactive`,AUTOHIDE_OVER_CONTROLS:`autohideovercontrols`};function yr(e){return`
    <style>
      
      :host([${y.MEDIA_IS_FULLSCREEN}]) ::slotted([slot=media]) {
        outline: none;
      }

      :host {
        box-sizing: border-box;
        position: relative;
        display: inline-block;
        line-height: 0;
        background-color: var(--media-background-color, #000);
        overflow: hidden;
      }

      :host(:not([${L.AUDIO}])) [part~=layer]:not([part~=media-layer]) {
        position: absolute;
        top: 0;
        left: 0;
        bottom: 0;
        right: 0;
        display: flex;
        flex-flow: column nowrap;
        align-items: start;
        pointer-events: none;
        background: none;
      }

      slot[name=media] {
        display: var(--media-slot-display, contents);
      }

      
      :host([${L.AUDIO}]) slot[name=media] {
        display: var(--media-slot-display, none);
      }

      
      :host([${L.AUDIO}]) [part~=layer][part~=gesture-layer] {
        height: 0;
        display: block;
      }

      
      :host(:not([${L.AUDIO}])[${L.GESTURES_DISABLED}]) ::slotted([slot=gestures-chrome]),
          :host(:not([${L.AUDIO}])[${L.GESTURES_DISABLED}]) media-gesture-receiver[slot=gestures-chrome] {
        display: none;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not(media-loading-indicator):not([role=dialog]):not([hidden])) {
        pointer-events: auto;
      }

      :host(:not([${L.AUDIO}])) *[part~=layer][part~=centered-layer] {
        align-items: center;
        justify-content: center;
      }

      :host(:not([${L.AUDIO}])) ::slotted(media-gesture-receiver[slot=gestures-chrome]),
      :host(:not([${L.AUDIO}])) media-gesture-receiver[slot=gestures-chrome] {
        align-self: stretch;
        flex-grow: 1;
      }

      slot[name=middle-chrome] {
        display: inline;
        flex-grow: 1;
        pointer-events: none;
        background: none;
      }

      
      ::slotted([slot=media]),
      ::slotted([slot=poster]) {
        width: 100%;
        height: 100%;
      }

      
      :host(:not([${L.AUDIO}])) .spacer {
        flex-grow: 1;
      }

      
      :host(:-webkit-full-screen) {
        
        width: 100% !important;
        height: 100% !important;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not([${L.NO_AUTOHIDE}]):not([hidden]):not([role=dialog])) {
        opacity: 1;
        transition: var(--media-control-transition-in, opacity 0.25s);
      }

      
      :host([${L.USER_INACTIVE}]:not([${y.MEDIA_PAUSED}]):not([${y.MEDIA_IS_AIRPLAYING}]):not([${y.MEDIA_IS_CASTING}]):not([${L.AUDIO}])) ::slotted(:not([slot=media]):not([slot=poster]):not([${L.NO_AUTOHIDE}]):not([role=dialog])) {
        opacity: 0;
        transition: var(--media-control-transition-out, opacity 1s);
      }

      :host([${L.USER_INACTIVE}]:not([${L.NO_AUTOHIDE}]):not([${y.MEDIA_PAUSED}]):not([${y.MEDIA_IS_CASTING}]):not([${L.AUDIO}])) ::slotted([slot=media]) {
        cursor: none;
      }

      :host([${L.USER_INACTIVE}][${L.AUTOHIDE_OVER_CONTROLS}]:not([${L.NO_AUTOHIDE}]):not([${y.MEDIA_PAUSED}]):not([${y.MEDIA_IS_CASTING}]):not([${L.AUDIO}])) * {
        --media-cursor: none;
        cursor: none;
      }


      ::slotted(media-control-bar)  {
        align-self: stretch;
      }

      
      
      :host(:not([${L.AUDIO}])[${y.MEDIA_HAS_PLAYED}]) slot[name=poster],
      :host(:not([${L.AUDIO}])[${y.MEDIA_STREAM_TYPE}="${ht.ON_DEMAND}"][${y.MEDIA_CURRENT_TIME}]:not([${y.MEDIA_CURRENT_TIME}="0"])) slot[name=poster] {
        display: none;
      }

      ::slotted([role=dialog]) {
        width: 100%;
        height: 100%;
        align-self: center;
      }

      ::slotted([role=menu]) {
        align-self: end;
      }
    </style>

    <slot name="media" part="layer media-layer"></slot>
    <slot name="poster" part="layer poster-layer"></slot>
    <slot name="gestures-chrome" part="layer gesture-layer">
      <media-gesture-receiver slot="gestures-chrome">
        <template shadowrootmode="${Xn.shadowRootOptions.mode}">
          ${Xn.getTemplateHTML({})}
        </template>
      </media-gesture-receiver>
    </slot>
    <span part="layer vertical-layer">
      <slot name="top-chrome" part="top chrome"></slot>
      <slot name="middle-chrome" part="middle chrome"></slot>
      <slot name="centered-chrome" part="layer centered-layer center centered chrome"></slot>
      
      <slot part="bottom chrome"></slot>
    </span>
    <slot name="dialog" part="layer dialog-layer"></slot>
  `}var br=Object.values(y),xr=`sm:384 md:576 lg:768 xl:960`;function Sr(e){Cr(e.target,e.contentRect.width)}function Cr(e,t){if(!e.isConnected)return;let n=wr(e.getAttribute(L.BREAKPOINTS)??xr),r=Tr(n,t),i=!1;if(Object.keys(n).forEach(t=>{r.includes(t)?e.hasAttribute(`breakpoint${t}`)||(e.setAttribute(`breakpoint${t}`,``),i=!0):e.hasAttribute(`breakpoint${t}`)&&(e.removeAttribute(`breakpoint${t}`),i=!0)}),i){let t=new CustomEvent(ut.BREAKPOINTS_CHANGE,{detail:r});e.dispatchEvent(t)}e.breakpointsComputed||(e.breakpointsComputed=!0,e.dispatchEvent(new CustomEvent(ut.BREAKPOINTS_COMPUTED,{bubbles:!0,composed:!0})))}function wr(e){let t=e.split(/\s+/);return Object.fromEntries(t.map(e=>e.split(`:`)))}function Tr(e,t){return Object.keys(e).filter(n=>t>=parseInt(e[n]))}var Er=class extends O.HTMLElement{constructor(){if(super(),F(this,sr),F(this,lr),F(this,dr),F(this,pr),F(this,hr),F(this,$n,void 0),F(this,er,0),F(this,tr,null),F(this,nr,null),F(this,rr,void 0),this.breakpointsComputed=!1,F(this,ir,e=>{let t=this.media;for(let n of e){if(n.type!==`childList`)continue;let e=n.removedNodes;for(let r of e){if(r.slot!=`media`||n.target!=this)continue;let e=n.previousSibling&&n.previousSibling.previousElementSibling;if(!e||!t)this.mediaUnsetCallback(r);else{let t=e.slot!==`media`;for(;(e=e.previousSibling)!==null;)e.slot==`media`&&(t=!1);t&&this.mediaUnsetCallback(r)}}if(t)for(let e of n.addedNodes)e===t&&this.handleMediaUpdated(t)}}),F(this,ar,!1),F(this,or,e=>{P(this,ar)||(setTimeout(()=>{Sr(e),I(this,ar,!1)},0),I(this,ar,!0))}),F(this,_r,void 0),F(this,vr,()=>{P(this,_r).assignedElements({flatten:!0}).length?this.handleMediaUpdated(this.media):P(this,tr)&&this.mediaUnsetCallback(P(this,tr))}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}I(this,$n,new MutationObserver(P(this,ir)))}static get observedAttributes(){return[L.AUTOHIDE,L.GESTURES_DISABLED].concat(br).filter(e=>![y.MEDIA_RENDITION_LIST,y.MEDIA_AUDIO_TRACK_LIST,y.MEDIA_CHAPTERS_CUES,y.MEDIA_WIDTH,y.MEDIA_HEIGHT,y.MEDIA_ERROR,y.MEDIA_ERROR_MESSAGE].includes(e))}attributeChangedCallback(e,t,n){e.toLowerCase()==L.AUTOHIDE&&(this.autohide=n)}get media(){let e=this.querySelector(`:scope > [slot=media]`);return e?.nodeName==`SLOT`&&(e=e.assignedElements({flatten:!0})[0]),e}async handleMediaUpdated(e){e&&(I(this,tr,e),e.localName.includes(`-`)&&await O.customElements.whenDefined(e.localName),this.mediaSetCallback(e))}connectedCallback(){var e;P(this,$n).observe(this,{childList:!0,subtree:!0}),Vn(this,P(this,or));let t=this.getAttribute(L.AUDIO)==null?M(`video player`):M(`audio player`);this.setAttribute(`role`,`region`),this.setAttribute(`aria-label`,t),this.handleMediaUpdated(this.media),this.setAttribute(L.USER_INACTIVE,``),Cr(this,this.getBoundingClientRect().width);let n=this.querySelector(`:scope > slot[slot=media]`);n&&(I(this,_r,n),P(this,_r).addEventListener(`slotchange`,P(this,vr))),this.addEventListener(`pointerdown`,this),this.addEventListener(`pointermove`,this),this.addEventListener(`pointerup`,this),this.addEventListener(`mouseleave`,this),this.addEventListener(`keyup`,this),(e=O.window)==null||e.addEventListener(`mouseup`,this)}disconnectedCallback(){var e;Hn(this,P(this,or)),clearTimeout(P(this,nr)),P(this,$n).disconnect(),this.media&&this.mediaUnsetCallback(this.media),(e=O.window)==null||e.removeEventListener(`mouseup`,this),this.removeEventListener(`pointerdown`,this),this.removeEventListener(`pointermove`,this),this.removeEventListener(`pointerup`,this),this.removeEventListener(`mouseleave`,this),this.removeEventListener(`keyup`,this),P(this,_r)&&(P(this,_r).removeEventListener(`slotchange`,P(this,vr)),I(this,_r,null)),I(this,ar,!1)}mediaSetCallback(e){}mediaUnsetCallback(e){I(this,tr,null)}handleEvent(e){switch(e.type){case`pointerdown`:I(this,er,e.timeStamp);break;case`pointermove`:Qn(this,sr,cr).call(this,e);break;case`pointerup`:Qn(this,lr,ur).call(this,e);break;case`mouseleave`:Qn(this,dr,fr).call(this);break;case`mouseup`:this.removeAttribute(L.KEYBOARD_CONTROL);break;case`keyup`:Qn(this,hr,gr).call(this),this.setAttribute(L.KEYBOARD_CONTROL,``)}}set autohide(e){let t=Number(e);I(this,rr,isNaN(t)?0:t)}get autohide(){return(P(this,rr)===void 0?2:P(this,rr)).toString()}get breakpoints(){return E(this,L.BREAKPOINTS)}set breakpoints(e){D(this,L.BREAKPOINTS,e)}get audio(){return w(this,L.AUDIO)}set audio(e){T(this,L.AUDIO,e)}get gesturesDisabled(){return w(this,L.GESTURES_DISABLED)}set gesturesDisabled(e){T(this,L.GESTURES_DISABLED,e)}get keyboardControl(){return w(this,L.KEYBOARD_CONTROL)}set keyboardControl(e){T(this,L.KEYBOARD_CONTROL,e)}get noAutohide(){return w(this,L.NO_AUTOHIDE)}set noAutohide(e){T(this,L.NO_AUTOHIDE,e)}get autohideOverControls(){return w(this,L.AUTOHIDE_OVER_CONTROLS)}set autohideOverControls(e){T(this,L.AUTOHIDE_OVER_CONTROLS,e)}get userInteractive(){return w(this,L.USER_INACTIVE)}set userInteractive(e){T(this,L.USER_INACTIVE,e)}};$n=new WeakMap,er=new WeakMap,tr=new WeakMap,nr=new WeakMap,rr=new WeakMap,ir=new WeakMap,ar=new WeakMap,or=new WeakMap,sr=new WeakSet,cr=function(e){if(e.pointerType!==`mouse`&&e.timeStamp-P(this,er)<250)return;Qn(this,pr,mr).call(this),clearTimeout(P(this,nr));let t=this.hasAttribute(L.AUTOHIDE_OVER_CONTROLS);([this,this.media].includes(e.target)||t)&&Qn(this,hr,gr).call(this)},lr=new WeakSet,ur=function(e){if(e.pointerType===`touch`){let t=!this.hasAttribute(L.USER_INACTIVE);[this,this.media].includes(e.target)&&t?Qn(this,dr,fr).call(this):Qn(this,hr,gr).call(this)}else e.composedPath().some(e=>[`media-play-button`,`media-fullscreen-button`].includes(e?.localName))&&Qn(this,hr,gr).call(this)},dr=new WeakSet,fr=function(){if(P(this,rr)<0||this.hasAttribute(L.USER_INACTIVE))return;this.setAttribute(L.USER_INACTIVE,``);let e=new O.CustomEvent(ut.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!0});this.dispatchEvent(e)},pr=new WeakSet,mr=function(){if(!this.hasAttribute(L.USER_INACTIVE))return;this.removeAttribute(L.USER_INACTIVE);let e=new O.CustomEvent(ut.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!1});this.dispatchEvent(e)},hr=new WeakSet,gr=function(){Qn(this,pr,mr).call(this),clearTimeout(P(this,nr));let e=parseInt(this.autohide);e<0||I(this,nr,setTimeout(()=>{Qn(this,dr,fr).call(this)},e*1e3))},_r=new WeakMap,vr=new WeakMap,Er.shadowRootOptions={mode:`open`},Er.getTemplateHTML=yr,O.customElements.get(`media-container`)||O.customElements.define(`media-container`,Er);var Dr=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Or=(e,t,n)=>(Dr(e,t,`read from private field`),n?n.call(e):t.get(e)),kr=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ar=(e,t,n,r)=>(Dr(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),jr=(e,t,n)=>(Dr(e,t,`access private method`),n),Mr,Nr,Pr,Fr,Ir,Lr,Rr,zr,Br,Vr,Hr,Ur,Wr,Gr,Kr;function qr(e){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        display: var(--media-dialog-display, inline-flex);
        justify-content: center;
        align-items: center;
        
        transition-behavior: allow-discrete;
        visibility: hidden;
        opacity: 0;
        transform: translateY(2px) scale(.99);
        pointer-events: none;
      }

      :host([open]) {
        transition: display .2s, visibility 0s, opacity .2s ease-out, transform .15s ease-out;
        visibility: visible;
        opacity: 1;
        transform: translateY(0) scale(1);
        pointer-events: auto;
      }

      #content {
        display: flex;
        position: relative;
        box-sizing: border-box;
        width: min(320px, 100%);
        word-wrap: break-word;
        max-height: 100%;
        overflow: auto;
        text-align: center;
        line-height: 1.4;
      }
    </style>
    ${this.getSlotTemplateHTML(e)}
  `}function Jr(e){return`
    <slot id="content"></slot>
  `}var Yr={OPEN:`open`,ANCHOR:`anchor`},Xr=class extends O.HTMLElement{constructor(){super(),kr(this,Fr),kr(this,Lr),kr(this,zr),kr(this,Vr),kr(this,Ur),kr(this,Gr),kr(this,Mr,!1),kr(this,Nr,null),kr(this,Pr,null)}static get observedAttributes(){return[Yr.OPEN,Yr.ANCHOR]}get open(){return w(this,Yr.OPEN)}set open(e){T(this,Yr.OPEN,e)}handleEvent(e){switch(e.type){case`invoke`:jr(this,Vr,Hr).call(this,e);break;case`focusout`:jr(this,Ur,Wr).call(this,e);break;case`keydown`:jr(this,Gr,Kr).call(this,e)}}connectedCallback(){jr(this,Fr,Ir).call(this),this.role||=`dialog`,this.addEventListener(`invoke`,this),this.addEventListener(`focusout`,this),this.addEventListener(`keydown`,this)}disconnectedCallback(){this.removeEventListener(`invoke`,this),this.removeEventListener(`focusout`,this),this.removeEventListener(`keydown`,this)}attributeChangedCallback(e,t,n){jr(this,Fr,Ir).call(this),e===Yr.OPEN&&n!==t&&(this.open?jr(this,Lr,Rr).call(this):jr(this,zr,Br).call(this))}focus(){Ar(this,Nr,Tt());let e=!this.dispatchEvent(new Event(`focus`,{composed:!0,cancelable:!0})),t=!this.dispatchEvent(new Event(`focusin`,{composed:!0,bubbles:!0,cancelable:!0}));e||t||this.querySelector(`[autofocus], [tabindex]:not([tabindex="-1"]), [role="menu"]`)?.focus()}get keysUsed(){return[`Escape`,`Tab`]}};Mr=new WeakMap,Nr=new WeakMap,Pr=new WeakMap,Fr=new WeakSet,Ir=function(){if(!Or(this,Mr)&&(Ar(this,Mr,!0),!this.shadowRoot)){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e),queueMicrotask(()=>{let{style:e}=x(this.shadowRoot,`:host`);e.setProperty(`transition`,`display .15s, visibility .15s, opacity .15s ease-in, transform .15s ease-in`)})}},Lr=new WeakSet,Rr=function(){var e;(e=Or(this,Pr))==null||e.setAttribute(`aria-expanded`,`true`),this.dispatchEvent(new Event(`open`,{composed:!0,bubbles:!0})),this.addEventListener(`transitionend`,()=>this.focus(),{once:!0})},zr=new WeakSet,Br=function(){var e;(e=Or(this,Pr))==null||e.setAttribute(`aria-expanded`,`false`),this.dispatchEvent(new Event(`close`,{composed:!0,bubbles:!0}))},Vr=new WeakSet,Hr=function(e){Ar(this,Pr,e.relatedTarget),Ct(this,e.relatedTarget)||(this.open=!this.open)},Ur=new WeakSet,Wr=function(e){var t;Ct(this,e.relatedTarget)||((t=Or(this,Nr))==null||t.focus(),Or(this,Pr)&&Or(this,Pr)!==e.relatedTarget&&this.open&&(this.open=!1))},Gr=new WeakSet,Kr=function(e){var t,n,r,i,a;let{key:o,ctrlKey:s,altKey:c,metaKey:l}=e;s||c||l||this.keysUsed.includes(o)&&(e.preventDefault(),e.stopPropagation(),o===`Tab`?(e.shiftKey?(n=(t=this.previousElementSibling)?.focus)==null||n.call(t):(i=(r=this.nextElementSibling)?.focus)==null||i.call(r),this.blur()):o===`Escape`&&((a=Or(this,Nr))==null||a.focus(),this.open=!1))},Xr.shadowRootOptions={mode:`open`},Xr.getTemplateHTML=qr,Xr.getSlotTemplateHTML=Jr,O.customElements.get(`media-chrome-dialog`)||O.customElements.define(`media-chrome-dialog`,Xr);var Zr=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Qr=(e,t,n)=>(Zr(e,t,`read from private field`),n?n.call(e):t.get(e)),$r=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},ei,ti,ni={HOTKEYS:`hotkeys`},ri=[{keys:[{key:` `,label:`Space`},{key:`k`}],description:`Toggle Playback`},{keys:[{key:`m`}],description:`Toggle mute`},{keys:[{key:`f`}],description:`Toggle fullscreen`},{keys:[{key:`c`}],description:`Toggle captions or subtitles, if available`},{keys:[{key:`p`}],description:`Toggle Picture in Picture`},{keys:[{key:`ArrowLeft`,label:`←`},{key:`j`}],description:`Seek back 10s`},{keys:[{key:`ArrowRight`,label:`→`},{key:`l`}],description:`Seek forward 10s`},{keys:[{key:`ArrowUp`,label:`↑`}],description:`Turn volume up`},{keys:[{key:`ArrowDown`,label:`↓`}],description:`Turn volume down`},{keys:[{key:`<`,label:`< (SHIFT+,)`}],description:`Decrease playback rate`},{keys:[{key:`>`,label:`> (SHIFT+.)`}],description:`Increase playback rate`},{keys:[{key:`shift+/`,label:`SHIFT+/`}],description:`Show keyboard shortcuts`}];function ii(e){return e===` `?`nospace`:`no${e.toLowerCase()}`}function ai(e){let t=new Set(e?.split(/\s+/));return ri.map(({keys:e,description:n})=>({keys:e.filter(({key:e})=>!t.has(ii(e))),description:n})).filter(({keys:e})=>e.length)}function oi(e){return`
    <style>
      :host {
        position: fixed;
        top: 0;
        left: 0;
        z-index: 9999;
        background: rgb(20 20 30 / .8);
        backdrop-filter: blur(10px);
      }

      #content {
        display: block;
        width: clamp(400px, 40vw, 700px);
        max-width: 90vw;
        text-align: left;
      }

      h2 {
        margin: 0 0 1.5rem 0;
        font-size: 1.5rem;
        font-weight: 500;
        text-align: center;
      }

      .shortcuts-table {
        width: 100%;
        border-collapse: collapse;
      }

      .shortcuts-table tr {
        border-bottom: 1px solid rgba(255, 255, 255, 0.1);
      }

      .shortcuts-table tr:last-child {
        border-bottom: none;
      }

      .shortcuts-table td {
        padding: 0.75rem 0.5rem;
      }

      .shortcuts-table td:first-child {
        text-align: right;
        padding-right: 1rem;
        width: 40%;
        min-width: 120px;
      }

      .shortcuts-table td:last-child {
        padding-left: 1rem;
      }

      .key {
        display: inline-block;
        background: rgba(255, 255, 255, 0.15);
        border: 1px solid rgba(255, 255, 255, 0.2);
        border-radius: 4px;
        padding: 0.25rem 0.5rem;
        font-family: 'Courier New', monospace;
        font-size: 0.9rem;
        font-weight: 500;
        min-width: 1.5rem;
        text-align: center;
        margin: 0 0.2rem;
      }

      .description {
        color: rgba(255, 255, 255, 0.9);
        font-size: 0.95rem;
      }

      .key-combo {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 0.3rem;
      }

      .key-separator {
        color: rgba(255, 255, 255, 0.5);
        font-size: 0.9rem;
      }
    </style>
    <slot id="content">
      ${si(e[ni.HOTKEYS])}
    </slot>
  `}function si(e){return`
    <h2>Keyboard Shortcuts</h2>
    <table class="shortcuts-table">${ai(e).map(({keys:e,description:t})=>`
        <tr>
          <td>
            <div class="key-combo">${e.map(({key:e,label:t=e},n)=>n>0?`<span class="key-separator">or</span><span class="key">${t}</span>`:`<span class="key">${t}</span>`).join(``)}</div>
          </td>
          <td class="description">${t}</td>
        </tr>
      `).join(``)}</table>
  `}var ci=class extends Xr{constructor(){super(...arguments),$r(this,ei,e=>{if(!this.open)return;let t=this.shadowRoot?.querySelector(`#content`);if(!t)return;let n=e.composedPath(),r=n[0]===this||n.includes(this),i=n.includes(t);r&&!i&&(this.open=!1)}),$r(this,ti,e=>{if(!this.open)return;let t=e.shiftKey&&(e.key===`/`||e.key===`?`);e.key!==`Escape`&&!t||e.ctrlKey||e.altKey||e.metaKey||(this.open=!1,e.preventDefault(),e.stopPropagation())})}static get observedAttributes(){return[...super.observedAttributes,ni.HOTKEYS]}get hotkeys(){return E(this,ni.HOTKEYS)??void 0}set hotkeys(e){D(this,ni.HOTKEYS,e)}connectedCallback(){super.connectedCallback(),this.open&&(this.addEventListener(`click`,Qr(this,ei)),document.addEventListener(`keydown`,Qr(this,ti)))}disconnectedCallback(){this.removeEventListener(`click`,Qr(this,ei)),document.removeEventListener(`keydown`,Qr(this,ti))}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),e===`open`)this.open?(this.addEventListener(`click`,Qr(this,ei)),document.addEventListener(`keydown`,Qr(this,ti))):(this.removeEventListener(`click`,Qr(this,ei)),document.removeEventListener(`keydown`,Qr(this,ti)));else if(e===ni.HOTKEYS&&n!==t){let e=this.shadowRoot?.querySelector(`#content`);e&&(e.innerHTML=si(n))}}};ei=new WeakMap,ti=new WeakMap,ci.getSlotTemplateHTML=oi,O.customElements.get(`media-keyboard-shortcuts-dialog`)||O.customElements.define(`media-keyboard-shortcuts-dialog`,ci);var li=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},R=(e,t,n)=>(li(e,t,`read from private field`),n?n.call(e):t.get(e)),ui=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},di=(e,t,n,r)=>(li(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),fi,pi,mi,hi,gi,_i,vi=class{constructor(e,t,{defaultValue:n}={defaultValue:void 0}){ui(this,gi),ui(this,fi,void 0),ui(this,pi,void 0),ui(this,mi,void 0),ui(this,hi,new Set),di(this,fi,e),di(this,pi,t),di(this,mi,new Set(n))}[Symbol.iterator](){return R(this,gi,_i).values()}get length(){return R(this,gi,_i).size}get value(){return[...R(this,gi,_i)].join(` `)??``}set value(e){e!==this.value&&(di(this,hi,new Set),this.add(...e?.split(` `)??[]))}toString(){return this.value}item(e){return[...R(this,gi,_i)][e]}values(){return R(this,gi,_i).values()}forEach(e,t){R(this,gi,_i).forEach(e,t)}add(...e){var t;e.forEach(e=>R(this,hi).add(e)),this.value===``&&!R(this,fi)?.hasAttribute(`${R(this,pi)}`)||(t=R(this,fi))==null||t.setAttribute(`${R(this,pi)}`,`${this.value}`)}remove(...e){var t;e.forEach(e=>R(this,hi).delete(e)),(t=R(this,fi))==null||t.setAttribute(`${R(this,pi)}`,`${this.value}`)}contains(e){return R(this,gi,_i).has(e)}toggle(e,t){return t===void 0?this.contains(e)?(this.remove(e),!1):(this.add(e),!0):t?(this.add(e),!0):(this.remove(e),!1)}replace(e,t){return this.remove(e),this.add(t),e===t}};fi=new WeakMap,pi=new WeakMap,mi=new WeakMap,hi=new WeakMap,gi=new WeakSet,_i=function(){return R(this,hi).size?R(this,hi):R(this,mi)};function yi(e){return e?.map(bi).join(` `)}function bi(e){if(e){let{id:t,width:n,height:r}=e;return[t,n,r].filter(e=>e!=null).join(`:`)}}function xi(e){return e?.map(Si).join(` `)}function Si(e){if(e){let{id:t,kind:n,language:r,label:i}=e;return[t,n,r,i].filter(e=>e!=null).join(`:`)}}function Ci(e){return typeof e==`number`&&!Number.isNaN(e)&&Number.isFinite(e)}var wi=e=>new Promise(t=>setTimeout(t,e)),Ti={"&":`&amp;`,"<":`&lt;`,">":`&gt;`,'"':`&quot;`,"'":`&#39;`};function Ei(e){return String(e).replace(/[&<>"']/g,e=>Ti[e])}var Di=e=>{let{media:t,fullscreenElement:n}=e;try{let e=n&&`requestFullscreen`in n?`requestFullscreen`:n&&`webkitRequestFullScreen`in n?`webkitRequestFullScreen`:void 0;if(e){let t=n[e]?.call(n);if(t instanceof Promise)return t.catch(()=>{})}else t?.webkitEnterFullscreen?t.webkitEnterFullscreen():t?.requestFullscreen&&t.requestFullscreen()}catch(e){console.error(e)}},Oi=`exitFullscreen`in k?`exitFullscreen`:`webkitExitFullscreen`in k?`webkitExitFullscreen`:`webkitCancelFullScreen`in k?`webkitCancelFullScreen`:void 0,ki=e=>{let{documentElement:t}=e;if(Oi){let e=(t?.[Oi])?.call(t);if(e instanceof Promise)return e.catch(()=>{})}},Ai=`fullscreenElement`in k?`fullscreenElement`:`webkitFullscreenElement`in k?`webkitFullscreenElement`:void 0,ji=e=>{let{documentElement:t,media:n}=e,r=t?.[Ai];return!r&&`webkitDisplayingFullscreen`in n&&`webkitPresentationMode`in n&&n.webkitDisplayingFullscreen&&n.webkitPresentationMode===gt.FULLSCREEN?n:r},Mi=e=>{let{media:t,documentElement:n,fullscreenElement:r=t}=e;if(!t||!n)return!1;let i=ji(e);if(!i)return!1;if(i===r||i===t)return!0;if(i.localName.includes(`-`)){let e=i.shadowRoot;if(!(Ai in e))return Ct(i,r);for(;e?.[Ai];){if(e[Ai]===r)return!0;e=e[Ai]?.shadowRoot}}return!1},Ni=`fullscreenEnabled`in k?`fullscreenEnabled`:`webkitFullscreenEnabled`in k?`webkitFullscreenEnabled`:void 0,Pi=e=>{let{documentElement:t,media:n}=e;return!!t?.[Ni]||n&&`webkitSupportsFullscreen`in n},Fi,Ii=()=>{var e;return Fi||(Fi=((e=k)?.createElement)?.call(e,`video`),Fi)},Li=async(e=Ii())=>{if(!e)return!1;let t=e.volume;e.volume=t/2+.1;let n=new AbortController,r=await Promise.race([Ri(e,n.signal),zi(e,t)]);return n.abort(),r},Ri=(e,t)=>new Promise(n=>{e.addEventListener(`volumechange`,()=>n(!0),{signal:t})}),zi=async(e,t)=>{for(let n=0;n<10;n++){if(e.volume===t)return!1;await wi(10)}return e.volume!==t},Bi=/.*Version\/.*Safari\/.*/.test(O.navigator.userAgent),Vi=(e=Ii())=>O.matchMedia(`(display-mode: standalone)`).matches&&Bi?!1:typeof e?.requestPictureInPicture==`function`,Hi=(e=Ii())=>Pi({documentElement:k,media:e}),Ui=Hi(),Wi=Vi(),Gi=!!O.WebKitPlaybackTargetAvailabilityEvent,Ki=!!O.chrome,qi=e=>gn(e.media,e=>[ft.SUBTITLES,ft.CAPTIONS].includes(e.kind)).sort((e,t)=>e.kind>=t.kind?1:-1),Ji=e=>gn(e.media,e=>e.mode===pt.SHOWING&&[ft.SUBTITLES,ft.CAPTIONS].includes(e.kind)),Yi=(e,t)=>{let n=qi(e),r=Ji(e),i=!!r.length;if(n.length){if(t===!1||i&&t!==!0)hn(pt.DISABLED,n,r);else if(t===!0||!i&&t!==!1){let t=n[0],{options:i}=e;if(!i?.noSubtitlesLangPref){let e=O.localStorage.getItem(`media-chrome-pref-subtitles-lang`),r=e?[e,...O.navigator.languages]:O.navigator.languages,i=n.filter(e=>r.some(t=>e.language.toLowerCase().startsWith(t.split(`-`)[0]))).sort((e,t)=>r.findIndex(t=>e.language.toLowerCase().startsWith(t.split(`-`)[0]))-r.findIndex(e=>t.language.toLowerCase().startsWith(e.split(`-`)[0])));i[0]&&(t=i[0])}let{language:a,label:o,kind:s}=t;hn(pt.DISABLED,n,r),hn(pt.SHOWING,n,[{language:a,label:o,kind:s}])}}},Xi=(e,t)=>e===t?!0:e==null||t==null||typeof e!=typeof t?!1:typeof e==`number`&&Number.isNaN(e)&&Number.isNaN(t)?!0:typeof e==`object`?Array.isArray(e)?Zi(e,t):Object.entries(e).every(([e,n])=>e in t&&Xi(n,t[e])):!1,Zi=(e,t)=>{let n=Array.isArray(e),r=Array.isArray(t);return n===r?n||r?e.length===t.length&&e.every((e,n)=>Xi(e,t[n])):!0:!1},Qi=Object.values(ht),$i,ea=Li().then(e=>($i=e,$i)),ta=async(...e)=>{await Promise.all(e.filter(e=>e).map(async e=>{if(!(`localName`in e&&e instanceof O.HTMLElement))return;let t=e.localName;if(!t.includes(`-`))return;let n=O.customElements.get(t);n&&e instanceof n||(await O.customElements.whenDefined(t),O.customElements.upgrade(e))}))},na=new O.DOMParser,ra=e=>e&&(na.parseFromString(e,`text/html`).body.textContent||e),ia={mediaError:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error},mediaEvents:[`emptied`,`error`,`playing`]},mediaErrorCode:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error?.code},mediaEvents:[`emptied`,`error`,`playing`]},mediaErrorMessage:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error?.message??``},mediaEvents:[`emptied`,`error`,`playing`]},mediaWidth:{get(e){let{media:t}=e;return t?.videoWidth??0},mediaEvents:[`resize`]},mediaHeight:{get(e){let{media:t}=e;return t?.videoHeight??0},mediaEvents:[`resize`]},mediaPaused:{get(e){let{media:t}=e;return t?.paused??!0},set(e,t){var n;let{media:r}=t;r&&(e?r.pause():(n=r.play())==null||n.catch(()=>{}))},mediaEvents:[`play`,`playing`,`pause`,`emptied`]},mediaHasPlayed:{get(e,t){let{media:n}=e;return n?t?t.type===`playing`:!n.paused:!1},mediaEvents:[`playing`,`emptied`]},mediaEnded:{get(e){let{media:t}=e;return t?.ended??!1},mediaEvents:[`seeked`,`ended`,`emptied`]},mediaPlaybackRate:{get(e){let{media:t}=e;return t?.playbackRate??1},set(e,t){let{media:n}=t;n&&Number.isFinite(+e)&&(n.playbackRate=+e)},mediaEvents:[`ratechange`,`loadstart`]},mediaMuted:{get(e){let{media:t}=e;return t?.muted??!1},set(e,t){let{media:n,options:{noMutedPref:r}={}}=t;if(n){n.muted=e;try{let t=O.localStorage.getItem(`media-chrome-pref-muted`)!==null,i=n.hasAttribute(`muted`);if(r){t&&O.localStorage.removeItem(`media-chrome-pref-muted`);return}if(i&&!t)return;O.localStorage.setItem(`media-chrome-pref-muted`,e?`true`:`false`)}catch(e){console.debug(`Error setting muted pref`,e)}}},mediaEvents:[`volumechange`],stateOwnersUpdateHandlers:[(e,t)=>{let{options:{noMutedPref:n}}=t,{media:r}=t;if(!(!r||r.muted||n))try{let n=O.localStorage.getItem(`media-chrome-pref-muted`)===`true`;ia.mediaMuted.set(n,t),e(n)}catch(e){console.debug(`Error getting muted pref`,e)}}]},mediaLoop:{get(e){let{media:t}=e;return t?.loop},set(e,t){let{media:n}=t;n&&(n.loop=e)},mediaEvents:[`medialooprequest`]},mediaVolume:{get(e){let{media:t}=e;return t?.volume??1},set(e,t){let{media:n,options:{noVolumePref:r}={}}=t;if(n){try{e==null?O.localStorage.removeItem(`media-chrome-pref-volume`):!n.hasAttribute(`muted`)&&!r&&O.localStorage.setItem(`media-chrome-pref-volume`,e.toString())}catch(e){console.debug(`Error setting volume pref`,e)}Number.isFinite(+e)&&(n.volume=+e)}},mediaEvents:[`volumechange`],stateOwnersUpdateHandlers:[(e,t)=>{let{options:{noVolumePref:n}}=t;if(!n)try{let{media:n}=t;if(!n)return;let r=O.localStorage.getItem(`media-chrome-pref-volume`);if(r==null)return;ia.mediaVolume.set(+r,t),e(+r)}catch(e){console.debug(`Error getting volume pref`,e)}}]},mediaVolumeLevel:{get(e){let{media:t}=e;return t?.volume===void 0?`high`:t.muted||t.volume===0?`off`:t.volume<.5?`low`:t.volume<.75?`medium`:`high`},mediaEvents:[`volumechange`]},mediaCurrentTime:{get(e){let{media:t}=e;return t?.currentTime??0},set(e,t){let{media:n}=t;n&&Ci(e)&&(n.currentTime=e)},mediaEvents:[`timeupdate`,`loadedmetadata`,`seeking`]},mediaDuration:{get(e){let{media:t,options:{defaultDuration:n}={}}=e;return n&&(!t||!t.duration||Number.isNaN(t.duration)||!Number.isFinite(t.duration))?n:Number.isFinite(t?.duration)?t.duration:NaN},mediaEvents:[`durationchange`,`loadedmetadata`,`emptied`]},mediaLoading:{get(e){let{media:t}=e;return t?.readyState<3},mediaEvents:[`waiting`,`playing`,`emptied`]},mediaSeekable:{get(e){let{media:t}=e;if(!t?.seekable?.length)return;let n=t.seekable.start(0),r=t.seekable.end(t.seekable.length-1);if(n||r)return[Number(n.toFixed(3)),Number(r.toFixed(3))]},mediaEvents:[`loadedmetadata`,`emptied`,`progress`,`seekablechange`]},mediaBuffered:{get(e){let{media:t}=e,n=t?.buffered??[];return Array.from(n).map((e,t)=>[Number(n.start(t).toFixed(3)),Number(n.end(t).toFixed(3))])},mediaEvents:[`progress`,`emptied`]},mediaStreamType:{get(e){let{media:t,options:{defaultStreamType:n}={}}=e,r=[ht.LIVE,ht.ON_DEMAND].includes(n)?n:void 0;if(!t)return r;let{streamType:i}=t;if(Qi.includes(i))return i===ht.UNKNOWN?r:i;let a=t.duration;return a===1/0?ht.LIVE:Number.isFinite(a)?ht.ON_DEMAND:r},mediaEvents:[`emptied`,`durationchange`,`loadedmetadata`,`streamtypechange`]},mediaTargetLiveWindow:{get(e){let{media:t}=e;if(!t)return NaN;let{targetLiveWindow:n}=t,r=ia.mediaStreamType.get(e);return(n==null||Number.isNaN(n))&&r===ht.LIVE?0:n},mediaEvents:[`emptied`,`durationchange`,`loadedmetadata`,`streamtypechange`,`targetlivewindowchange`]},mediaTimeIsLive:{get(e){let{media:t,options:{liveEdgeOffset:n=10}={}}=e;if(!t)return!1;if(typeof t.liveEdgeStart==`number`)return!Number.isNaN(t.liveEdgeStart)&&t.currentTime>=t.liveEdgeStart;if(ia.mediaStreamType.get(e)!==ht.LIVE)return!1;let r=t.seekable;if(!r)return!0;if(!r.length)return!1;let i=r.end(r.length-1)-n;return t.currentTime>=i},mediaEvents:[`playing`,`timeupdate`,`progress`,`waiting`,`emptied`]},mediaSubtitlesList:{get(e){return qi(e).map(({kind:e,label:t,language:n})=>({kind:e,label:t,language:n}))},mediaEvents:[`loadstart`],textTracksEvents:[`addtrack`,`removetrack`]},mediaSubtitlesShowing:{get(e){return Ji(e).map(({kind:e,label:t,language:n})=>({kind:e,label:t,language:n}))},mediaEvents:[`loadstart`],textTracksEvents:[`addtrack`,`removetrack`,`change`],stateOwnersUpdateHandlers:[(e,t)=>{var n,r;let{media:i,options:a}=t;if(!i)return;let o=e=>{a.defaultSubtitles&&(!e||[ft.CAPTIONS,ft.SUBTITLES].includes(e?.track?.kind))&&Yi(t,!0)};return i.addEventListener(`loadstart`,o),(n=i.textTracks)==null||n.addEventListener(`addtrack`,o),(r=i.textTracks)==null||r.addEventListener(`removetrack`,o),()=>{var e,t;i.removeEventListener(`loadstart`,o),(e=i.textTracks)==null||e.removeEventListener(`addtrack`,o),(t=i.textTracks)==null||t.removeEventListener(`removetrack`,o)}}]},mediaChaptersCues:{get(e){let{media:t}=e;if(!t)return[];let[n]=gn(t,{kind:ft.CHAPTERS});return Array.from(n?.cues??[]).map(({text:e,startTime:t,endTime:n})=>({text:ra(e),startTime:t,endTime:n}))},mediaEvents:[`loadstart`,`loadedmetadata`],textTracksEvents:[`addtrack`,`removetrack`,`change`],stateOwnersUpdateHandlers:[(e,t)=>{let{media:n}=t;if(!n)return;let r=n.querySelector(`track[kind="chapters"][default][src]`),i=n.shadowRoot?.querySelector(`:is(video,audio) > track[kind="chapters"][default][src]`);return r?.addEventListener(`load`,e),i?.addEventListener(`load`,e),()=>{r?.removeEventListener(`load`,e),i?.removeEventListener(`load`,e)}}]},mediaIsPip:{get(e){let{media:t,documentElement:n}=e;if(!t||!n||!n.pictureInPictureElement)return!1;if(n.pictureInPictureElement===t)return!0;if(n.pictureInPictureElement instanceof HTMLMediaElement)return t.localName?.includes(`-`)?Ct(t,n.pictureInPictureElement):!1;if(n.pictureInPictureElement.localName.includes(`-`)){let e=n.pictureInPictureElement.shadowRoot;for(;e?.pictureInPictureElement;){if(e.pictureInPictureElement===t)return!0;e=e.pictureInPictureElement?.shadowRoot}}return!1},set(e,t){let{media:n}=t;if(n){if(e){if(!k.pictureInPictureEnabled){console.warn(`MediaChrome: Picture-in-picture is not enabled`);return}if(!n.requestPictureInPicture){console.warn(`MediaChrome: The current media does not support picture-in-picture`);return}let e=()=>{console.warn(`MediaChrome: The media is not ready for picture-in-picture. It must have a readyState > 0.`)};n.requestPictureInPicture().catch(t=>{if(t.code===11){if(!n.src){console.warn(`MediaChrome: The media is not ready for picture-in-picture. It must have a src set.`);return}if(n.readyState===0&&n.preload===`none`){let t=()=>{n.removeEventListener(`loadedmetadata`,r),n.preload=`none`},r=()=>{n.requestPictureInPicture().catch(e),t()};n.addEventListener(`loadedmetadata`,r),n.preload=`metadata`,setTimeout(()=>{n.readyState===0&&e(),t()},1e3)}else throw t}else throw t})}else k.pictureInPictureElement&&k.exitPictureInPicture()}},mediaEvents:[`enterpictureinpicture`,`leavepictureinpicture`]},mediaRenditionList:{get(e){let{media:t}=e;return[...t?.videoRenditions??[]].map(e=>({...e}))},mediaEvents:[`emptied`,`loadstart`],videoRenditionsEvents:[`addrendition`,`removerendition`]},mediaRenditionSelected:{get(e){let{media:t}=e;return t?.videoRenditions?.[t.videoRenditions?.selectedIndex]?.id},set(e,t){let{media:n}=t;if(!n?.videoRenditions){console.warn(`MediaController: Rendition selection not supported by this media.`);return}let r=e,i=Array.prototype.findIndex.call(n.videoRenditions,e=>e.id==r);n.videoRenditions.selectedIndex!=i&&(n.videoRenditions.selectedIndex=i)},mediaEvents:[`emptied`],videoRenditionsEvents:[`addrendition`,`removerendition`,`change`]},mediaAudioTrackList:{get(e){let{media:t}=e;return[...t?.audioTracks??[]]},mediaEvents:[`emptied`,`loadstart`],audioTracksEvents:[`addtrack`,`removetrack`]},mediaAudioTrackEnabled:{get(e){let{media:t}=e;return[...t?.audioTracks??[]].find(e=>e.enabled)?.id},set(e,t){let{media:n}=t;if(!n?.audioTracks){console.warn(`MediaChrome: Audio track selection not supported by this media.`);return}let r=e;for(let e of n.audioTracks)e.enabled=r==e.id},mediaEvents:[`emptied`],audioTracksEvents:[`addtrack`,`removetrack`,`change`]},mediaIsFullscreen:{get(e){return Mi(e)},set(e,t,n){var r;e?(Di(t),n.detail&&!t.media?.inert&&((r=t.media)==null||r.focus())):ki(t)},rootEvents:[`fullscreenchange`,`webkitfullscreenchange`],mediaEvents:[`webkitbeginfullscreen`,`webkitendfullscreen`,`webkitpresentationmodechanged`]},mediaIsCasting:{get(e){let{media:t}=e;return!t?.remote||t.remote?.state===`disconnected`?!1:t.remote.state===`connected`},set(e,t){let{media:n}=t;n&&(e&&n.remote?.state!==`disconnected`||(e||n.remote?.state===`connected`)&&(typeof n.remote.prompt==`function`?n.remote.prompt().catch(()=>{}):console.warn(`MediaChrome: Casting is not supported in this environment`)))},remoteEvents:[`connect`,`connecting`,`disconnect`]},mediaIsAirplaying:{get(){return!1},set(e,t){let{media:n}=t;n&&(n.webkitShowPlaybackTargetPicker&&O.WebKitPlaybackTargetAvailabilityEvent?n.webkitShowPlaybackTargetPicker():console.error(`MediaChrome: received a request to select AirPlay but AirPlay is not supported in this environment`))},mediaEvents:[`webkitcurrentplaybacktargetiswirelesschanged`]},mediaFullscreenUnavailable:{get(e){let{media:t}=e;if(!Ui||!Hi(t))return b.UNSUPPORTED}},mediaPipUnavailable:{get(e){let{media:t}=e;if(!Wi||!Vi(t))return b.UNSUPPORTED;if(t?.disablePictureInPicture)return b.UNAVAILABLE}},mediaVolumeUnavailable:{get(e){let{media:t}=e;if($i===!1||t?.volume==null)return b.UNSUPPORTED},stateOwnersUpdateHandlers:[e=>{$i??ea.then(t=>e(t?void 0:b.UNSUPPORTED))}]},mediaCastUnavailable:{get(e,{availability:t=`not-available`}={}){let{media:n}=e;if(!Ki||!n?.remote?.state)return b.UNSUPPORTED;if(t!=null&&t!==`available`)return b.UNAVAILABLE},stateOwnersUpdateHandlers:[(e,t)=>{var n;let{media:r}=t;if(r)return r.disableRemotePlayback||r.hasAttribute(`disableremoteplayback`)||(n=r?.remote)==null||n.watchAvailability(t=>{e({availability:t?`available`:`not-available`})}).catch(t=>{t.name===`NotSupportedError`?e({availability:null}):e({availability:`not-available`})}),()=>{var e;(e=r?.remote)==null||e.cancelWatchAvailability().catch(()=>{})}}]},mediaAirplayUnavailable:{get(e,t){if(!Gi)return b.UNSUPPORTED;if(t?.availability===`not-available`)return b.UNAVAILABLE},mediaEvents:[`webkitplaybacktargetavailabilitychanged`],stateOwnersUpdateHandlers:[(e,t)=>{var n;let{media:r}=t;if(r)return r.disableRemotePlayback||r.hasAttribute(`disableremoteplayback`)||(n=r?.remote)==null||n.watchAvailability(t=>{e({availability:t?`available`:`not-available`})}).catch(t=>{t.name===`NotSupportedError`?e({availability:null}):e({availability:`not-available`})}),()=>{var e;(e=r?.remote)==null||e.cancelWatchAvailability().catch(()=>{})}}]},mediaRenditionUnavailable:{get(e){let{media:t}=e;if(!t?.videoRenditions)return b.UNSUPPORTED;if(!t.videoRenditions?.length)return b.UNAVAILABLE},mediaEvents:[`emptied`,`loadstart`],videoRenditionsEvents:[`addrendition`,`removerendition`]},mediaAudioTrackUnavailable:{get(e){let{media:t}=e;if(!t?.audioTracks)return b.UNSUPPORTED;if((t.audioTracks?.length??0)<=1)return b.UNAVAILABLE},mediaEvents:[`emptied`,`loadstart`],audioTracksEvents:[`addtrack`,`removetrack`]},mediaLang:{get(e){let{options:{mediaLang:t}={}}=e;return t??`en`}}},aa={[_.MEDIA_PREVIEW_REQUEST](e,t,{detail:n}){let{media:r}=t,i=n??void 0,a,o;if(r&&i!=null){let[e]=gn(r,{kind:ft.METADATA,label:`thumbnails`}),t=Array.prototype.find.call(e?.cues??[],(e,t,n)=>t===0?e.endTime>i:t===n.length-1?e.startTime<=i:e.startTime<=i&&e.endTime>i);if(t){let e=/'^(?:[a-z]+:)?\/\//i.test(t.text)?void 0:r?.querySelector(`track[label="thumbnails"]`)?.src,n=new URL(t.text,e);o=new URLSearchParams(n.hash).get(`#xywh`).split(`,`).map(e=>+e),a=n.href}}let s=e.mediaDuration.get(t),c=e.mediaChaptersCues.get(t).find((e,t,n)=>t===n.length-1&&s===e.endTime?e.startTime<=i&&e.endTime>=i:e.startTime<=i&&e.endTime>i)?.text;return n!=null&&c==null&&(c=``),{mediaPreviewTime:i,mediaPreviewImage:a,mediaPreviewCoords:o,mediaPreviewChapter:c}},[_.MEDIA_PAUSE_REQUEST](e,t){e.mediaPaused.set(!0,t)},[_.MEDIA_PLAY_REQUEST](e,t){let n=e.mediaStreamType.get(t)===ht.LIVE,r=!t.options?.noAutoSeekToLive,i=e.mediaTargetLiveWindow.get(t)>0;if(n&&r&&!i){let n=e.mediaSeekable.get(t)?.[1];if(n){let r=n-(t.options?.seekToLiveOffset??0);e.mediaCurrentTime.set(r,t)}}e.mediaPaused.set(!1,t)},[_.MEDIA_PLAYBACK_RATE_REQUEST](e,t,{detail:n}){let r=n;e.mediaPlaybackRate.set(r,t)},[_.MEDIA_MUTE_REQUEST](e,t){e.mediaMuted.set(!0,t)},[_.MEDIA_UNMUTE_REQUEST](e,t){e.mediaVolume.get(t)||e.mediaVolume.set(.25,t),e.mediaMuted.set(!1,t)},[_.MEDIA_LOOP_REQUEST](e,t,{detail:n}){let r=!!n;return e.mediaLoop.set(r,t),{mediaLoop:r}},[_.MEDIA_VOLUME_REQUEST](e,t,{detail:n}){let r=n;r&&e.mediaMuted.get(t)&&e.mediaMuted.set(!1,t),e.mediaVolume.set(r,t)},[_.MEDIA_SEEK_REQUEST](e,t,{detail:n}){let r=n;e.mediaCurrentTime.set(r,t)},[_.MEDIA_SEEK_TO_LIVE_REQUEST](e,t){let n=e.mediaSeekable.get(t)?.[1];if(Number.isNaN(Number(n)))return;let r=n-(t.options?.seekToLiveOffset??0);e.mediaCurrentTime.set(r,t)},[_.MEDIA_SHOW_SUBTITLES_REQUEST](e,t,{detail:n}){let{options:r}=t,i=qi(t),a=un(n),o=a[0]?.language;o&&!r.noSubtitlesLangPref&&O.localStorage.setItem(`media-chrome-pref-subtitles-lang`,o),hn(pt.SHOWING,i,a)},[_.MEDIA_DISABLE_SUBTITLES_REQUEST](e,t,{detail:n}){let r=qi(t),i=n??[];hn(pt.DISABLED,r,i)},[_.MEDIA_TOGGLE_SUBTITLES_REQUEST](e,t,{detail:n}){Yi(t,n)},[_.MEDIA_RENDITION_REQUEST](e,t,{detail:n}){let r=n;e.mediaRenditionSelected.set(r,t)},[_.MEDIA_AUDIO_TRACK_REQUEST](e,t,{detail:n}){let r=n;e.mediaAudioTrackEnabled.set(r,t)},[_.MEDIA_ENTER_PIP_REQUEST](e,t){e.mediaIsFullscreen.get(t)&&e.mediaIsFullscreen.set(!1,t),e.mediaIsPip.set(!0,t)},[_.MEDIA_EXIT_PIP_REQUEST](e,t){e.mediaIsPip.set(!1,t)},[_.MEDIA_ENTER_FULLSCREEN_REQUEST](e,t,n){e.mediaIsPip.get(t)&&e.mediaIsPip.set(!1,t),e.mediaIsFullscreen.set(!0,t,n)},[_.MEDIA_EXIT_FULLSCREEN_REQUEST](e,t){e.mediaIsFullscreen.set(!1,t)},[_.MEDIA_ENTER_CAST_REQUEST](e,t){e.mediaIsFullscreen.get(t)&&e.mediaIsFullscreen.set(!1,t),e.mediaIsCasting.set(!0,t)},[_.MEDIA_EXIT_CAST_REQUEST](e,t){e.mediaIsCasting.set(!1,t)},[_.MEDIA_AIRPLAY_REQUEST](e,t){e.mediaIsAirplaying.set(!0,t)}},oa=({media:e,fullscreenElement:t,documentElement:n,stateMediator:r=ia,requestMap:i=aa,options:a={},monitorStateOwnersOnlyWithSubscriptions:o=!0})=>{let s=[],c={options:{...a}},l=Object.freeze({mediaPreviewTime:void 0,mediaPreviewImage:void 0,mediaPreviewCoords:void 0,mediaPreviewChapter:void 0}),u=e=>{e!=null&&(Xi(e,l)||(l=Object.freeze({...l,...e}),s.forEach(e=>e(l))))},d=()=>{let e=Object.entries(r).reduce((e,[t,{get:n}])=>(e[t]=n(c),e),{});u(e)},f={},p,m=async(e,t)=>{let n=!!p;if(p={...c,...p??{},...e},n)return;await ta(...Object.values(e));let i=s.length>0&&t===0&&o,a=c.media!==p.media,l=c.media?.textTracks!==p.media?.textTracks,m=c.media?.videoRenditions!==p.media?.videoRenditions,h=c.media?.audioTracks!==p.media?.audioTracks,ee=c.media?.remote!==p.media?.remote,g=c.documentElement!==p.documentElement,te=!!c.media&&(a||i),ne=!!c.media?.textTracks&&(l||i),re=!!c.media?.videoRenditions&&(m||i),ie=!!c.media?.audioTracks&&(h||i),ae=!!c.media?.remote&&(ee||i),oe=!!c.documentElement&&(g||i),se=te||ne||re||ie||ae||oe,ce=s.length===0&&t===1&&o,le=!!p.media&&(a||ce),ue=!!p.media?.textTracks&&(l||ce),de=!!p.media?.videoRenditions&&(m||ce),fe=!!p.media?.audioTracks&&(h||ce),pe=!!p.media?.remote&&(ee||ce),me=!!p.documentElement&&(g||ce),he=le||ue||de||fe||pe||me;se||he?(Object.entries(r).forEach(([e,{get:t,mediaEvents:n=[],textTracksEvents:r=[],videoRenditionsEvents:i=[],audioTracksEvents:a=[],remoteEvents:o=[],rootEvents:s=[],stateOwnersUpdateHandlers:l=[]}])=>{f[e]||(f[e]={});let d=n=>{let r=t(c,n);u({[e]:r})},m;m=f[e].mediaEvents,n.forEach(t=>{m&&te&&(c.media.removeEventListener(t,m),f[e].mediaEvents=void 0),le&&(p.media.addEventListener(t,d),f[e].mediaEvents=d)}),m=f[e].textTracksEvents,r.forEach(t=>{var n,r;m&&ne&&((n=c.media.textTracks)==null||n.removeEventListener(t,m),f[e].textTracksEvents=void 0),ue&&((r=p.media.textTracks)==null||r.addEventListener(t,d),f[e].textTracksEvents=d)}),m=f[e].videoRenditionsEvents,i.forEach(t=>{var n,r;m&&re&&((n=c.media.videoRenditions)==null||n.removeEventListener(t,m),f[e].videoRenditionsEvents=void 0),de&&((r=p.media.videoRenditions)==null||r.addEventListener(t,d),f[e].videoRenditionsEvents=d)}),m=f[e].audioTracksEvents,a.forEach(t=>{var n,r;m&&ie&&((n=c.media.audioTracks)==null||n.removeEventListener(t,m),f[e].audioTracksEvents=void 0),fe&&((r=p.media.audioTracks)==null||r.addEventListener(t,d),f[e].audioTracksEvents=d)}),m=f[e].remoteEvents,o.forEach(t=>{var n,r;m&&ae&&((n=c.media.remote)==null||n.removeEventListener(t,m),f[e].remoteEvents=void 0),pe&&((r=p.media.remote)==null||r.addEventListener(t,d),f[e].remoteEvents=d)}),m=f[e].rootEvents,s.forEach(t=>{m&&oe&&(c.documentElement.removeEventListener(t,m),f[e].rootEvents=void 0),me&&(p.documentElement.addEventListener(t,d),f[e].rootEvents=d)});let h=f[e].stateOwnersUpdateHandlers;if(h&&se&&(Array.isArray(h)?h:[h]).forEach(e=>{typeof e==`function`&&e()}),he){let t=l.map(e=>e(d,p)).filter(e=>typeof e==`function`);f[e].stateOwnersUpdateHandlers=t.length===1?t[0]:t}else se&&(f[e].stateOwnersUpdateHandlers=void 0)}),Object.entries(p).forEach(([e,t])=>{c[e]=t}),d(),p=void 0):(Object.entries(p).forEach(([e,t])=>{c[e]=t}),d(),p=void 0)};return m({media:e,fullscreenElement:t,documentElement:n,options:a}),{dispatch(e){let{type:t,detail:n}=e;i[t]&&l.mediaErrorCode==null?u(i[t](r,c,e)):t===`mediaelementchangerequest`?m({media:n}):t===`fullscreenelementchangerequest`?m({fullscreenElement:n}):t===`documentelementchangerequest`?m({documentElement:n}):t===`optionschangerequest`&&(Object.entries(n??{}).forEach(([e,t])=>{c.options[e]=t}),d())},getState(){return l},subscribe(e){return m({},s.length+1),s.push(e),e(l),()=>{let t=s.indexOf(e);t>=0&&(m({},s.length-1),s.splice(t,1))}}}},sa=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},z=(e,t,n)=>(sa(e,t,`read from private field`),n?n.call(e):t.get(e)),B=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},V=(e,t,n,r)=>(sa(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),ca=(e,t,n)=>(sa(e,t,`access private method`),n),la,ua,H,U,da,fa,pa,ma,ha,ga,_a,va,ya,ba,xa,Sa,Ca,wa=[`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`,`Enter`,` `,`f`,`m`,`k`,`c`,`l`,`j`,`>`,`<`,`p`],Ta=10,Ea=.025,Da=.25,Oa=.25,ka=2,W={DEFAULT_SUBTITLES:`defaultsubtitles`,DEFAULT_STREAM_TYPE:`defaultstreamtype`,DEFAULT_DURATION:`defaultduration`,FULLSCREEN_ELEMENT:`fullscreenelement`,HOTKEYS:`hotkeys`,KEYBOARD_BACKWARD_SEEK_OFFSET:`keyboardbackwardseekoffset`,KEYBOARD_FORWARD_SEEK_OFFSET:`keyboardforwardseekoffset`,KEYBOARD_DOWN_VOLUME_STEP:`keyboarddownvolumestep`,KEYBOARD_UP_VOLUME_STEP:`keyboardupvolumestep`,KEYS_USED:`keysused`,LANG:`lang`,LOOP:`loop`,LIVE_EDGE_OFFSET:`liveedgeoffset`,NO_AUTO_SEEK_TO_LIVE:`noautoseektolive`,NO_DEFAULT_STORE:`nodefaultstore`,NO_HOTKEYS:`nohotkeys`,NO_MUTED_PREF:`nomutedpref`,NO_SUBTITLES_LANG_PREF:`nosubtitleslangpref`,NO_VOLUME_PREF:`novolumepref`,SEEK_TO_LIVE_OFFSET:`seektoliveoffset`},Aa=class extends Er{constructor(){super(),B(this,ha),B(this,va),B(this,ba),B(this,Sa),this.mediaStateReceivers=[],this.associatedElementSubscriptions=new Map,B(this,la,new vi(this,W.HOTKEYS)),B(this,ua,void 0),B(this,H,void 0),B(this,U,null),B(this,da,void 0),B(this,fa,void 0),B(this,pa,e=>{var t;(t=z(this,H))==null||t.dispatch(e)}),B(this,ma,void 0),B(this,_a,e=>{let{key:t,shiftKey:n}=e;n&&(t===`/`||t===`?`)||wa.includes(t)?this.keyboardShortcutHandler(e):this.removeEventListener(`keyup`,z(this,_a))}),this.associateElement(this);let e={};V(this,da,t=>{Object.entries(t).forEach(([t,n])=>{if(t in e&&e[t]===n)return;this.propagateMediaState(t,n);let r=t.toLowerCase(),i=new O.CustomEvent(dt[r],{composed:!0,detail:n});this.dispatchEvent(i)}),e=t})}static get observedAttributes(){return super.observedAttributes.concat(W.NO_HOTKEYS,W.HOTKEYS,W.DEFAULT_STREAM_TYPE,W.DEFAULT_SUBTITLES,W.DEFAULT_DURATION,W.NO_MUTED_PREF,W.NO_VOLUME_PREF,W.LANG,W.LOOP,W.LIVE_EDGE_OFFSET,W.SEEK_TO_LIVE_OFFSET,W.NO_AUTO_SEEK_TO_LIVE)}get mediaStore(){return z(this,H)}set mediaStore(e){var t;z(this,H)&&((t=z(this,fa))==null||t.call(this),V(this,fa,void 0)),V(this,H,e),!z(this,H)&&!this.hasAttribute(W.NO_DEFAULT_STORE)?ca(this,ha,ga).call(this):V(this,fa,z(this,H)?.subscribe(z(this,da)))}get fullscreenElement(){return z(this,ua)??this}set fullscreenElement(e){var t;this.hasAttribute(W.FULLSCREEN_ELEMENT)&&this.removeAttribute(W.FULLSCREEN_ELEMENT),V(this,ua,e),(t=z(this,H))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement})}get defaultSubtitles(){return w(this,W.DEFAULT_SUBTITLES)}set defaultSubtitles(e){T(this,W.DEFAULT_SUBTITLES,e)}get defaultStreamType(){return E(this,W.DEFAULT_STREAM_TYPE)}set defaultStreamType(e){D(this,W.DEFAULT_STREAM_TYPE,e)}get defaultDuration(){return S(this,W.DEFAULT_DURATION)}set defaultDuration(e){C(this,W.DEFAULT_DURATION,e)}get noHotkeys(){return w(this,W.NO_HOTKEYS)}set noHotkeys(e){T(this,W.NO_HOTKEYS,e)}get keysUsed(){return E(this,W.KEYS_USED)}set keysUsed(e){D(this,W.KEYS_USED,e)}get liveEdgeOffset(){return S(this,W.LIVE_EDGE_OFFSET)}set liveEdgeOffset(e){C(this,W.LIVE_EDGE_OFFSET,e)}get noAutoSeekToLive(){return w(this,W.NO_AUTO_SEEK_TO_LIVE)}set noAutoSeekToLive(e){T(this,W.NO_AUTO_SEEK_TO_LIVE,e)}get noVolumePref(){return w(this,W.NO_VOLUME_PREF)}set noVolumePref(e){T(this,W.NO_VOLUME_PREF,e)}get noMutedPref(){return w(this,W.NO_MUTED_PREF)}set noMutedPref(e){T(this,W.NO_MUTED_PREF,e)}get noSubtitlesLangPref(){return w(this,W.NO_SUBTITLES_LANG_PREF)}set noSubtitlesLangPref(e){T(this,W.NO_SUBTITLES_LANG_PREF,e)}get noDefaultStore(){return w(this,W.NO_DEFAULT_STORE)}set noDefaultStore(e){T(this,W.NO_DEFAULT_STORE,e)}get resolvedLang(){return Sn()}attributeChangedCallback(e,t,n){var r,i,a,o,s,c,l,u,d,f;if(super.attributeChangedCallback(e,t,n),e===W.NO_HOTKEYS)n!==t&&n===``?(this.hasAttribute(W.HOTKEYS)&&console.warn("Media Chrome: Both `hotkeys` and `nohotkeys` have been set. All hotkeys will be disabled."),this.disableHotkeys()):n!==t&&n===null&&this.enableHotkeys(),ca(this,ba,xa).call(this);else if(e===W.HOTKEYS)z(this,la).value=n,ca(this,ba,xa).call(this);else if(e===W.DEFAULT_SUBTITLES&&n!==t)(r=z(this,H))==null||r.dispatch({type:`optionschangerequest`,detail:{defaultSubtitles:this.hasAttribute(W.DEFAULT_SUBTITLES)}});else if(e===W.DEFAULT_STREAM_TYPE)(i=z(this,H))==null||i.dispatch({type:`optionschangerequest`,detail:{defaultStreamType:this.getAttribute(W.DEFAULT_STREAM_TYPE)??void 0}});else if(e===W.LIVE_EDGE_OFFSET&&n!==t)(a=z(this,H))==null||a.dispatch({type:`optionschangerequest`,detail:{liveEdgeOffset:this.hasAttribute(W.LIVE_EDGE_OFFSET)?+this.getAttribute(W.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(W.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(W.SEEK_TO_LIVE_OFFSET):this.hasAttribute(W.LIVE_EDGE_OFFSET)?+this.getAttribute(W.LIVE_EDGE_OFFSET):void 0}});else if(e===W.SEEK_TO_LIVE_OFFSET&&n!==t)(o=z(this,H))==null||o.dispatch({type:`optionschangerequest`,detail:{seekToLiveOffset:this.hasAttribute(W.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(W.SEEK_TO_LIVE_OFFSET):this.hasAttribute(W.LIVE_EDGE_OFFSET)?+this.getAttribute(W.LIVE_EDGE_OFFSET):void 0}});else if(e===W.NO_AUTO_SEEK_TO_LIVE)(s=z(this,H))==null||s.dispatch({type:`optionschangerequest`,detail:{noAutoSeekToLive:this.hasAttribute(W.NO_AUTO_SEEK_TO_LIVE)}});else if(e===W.FULLSCREEN_ELEMENT){let e=n?this.getRootNode()?.getElementById(n):void 0;V(this,ua,e),(c=z(this,H))==null||c.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement})}else e===W.LANG&&n!==t?(bn(n),(l=z(this,H))==null||l.dispatch({type:`optionschangerequest`,detail:{mediaLang:n}})):e===W.LOOP&&n!==t?(u=z(this,H))==null||u.dispatch({type:_.MEDIA_LOOP_REQUEST,detail:n!=null}):e===W.NO_VOLUME_PREF&&n!==t?(d=z(this,H))==null||d.dispatch({type:`optionschangerequest`,detail:{noVolumePref:this.hasAttribute(W.NO_VOLUME_PREF)}}):e===W.NO_MUTED_PREF&&n!==t&&((f=z(this,H))==null||f.dispatch({type:`optionschangerequest`,detail:{noMutedPref:this.hasAttribute(W.NO_MUTED_PREF)}}))}connectedCallback(){var e,t;this.associateElement(this),!z(this,H)&&!this.hasAttribute(W.NO_DEFAULT_STORE)&&ca(this,ha,ga).call(this),(e=z(this,H))==null||e.dispatch({type:`documentelementchangerequest`,detail:k}),(t=z(this,H))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement}),super.connectedCallback(),z(this,H)&&!z(this,fa)&&V(this,fa,z(this,H)?.subscribe(z(this,da))),z(this,ma)!==void 0&&z(this,H)&&this.media&&setTimeout(()=>{var e;this.media?.textTracks?.length&&((e=z(this,H))==null||e.dispatch({type:_.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:z(this,ma)}))},0),this.hasAttribute(W.NO_HOTKEYS)?this.disableHotkeys():this.enableHotkeys()}disconnectedCallback(){var e,t,n,r,i;if((e=super.disconnectedCallback)==null||e.call(this),this.disableHotkeys(),z(this,H)){let e=z(this,H).getState();V(this,ma,!!e.mediaSubtitlesShowing?.length),(t=z(this,H))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:void 0}),(n=z(this,H))==null||n.dispatch({type:`documentelementchangerequest`,detail:void 0}),(r=z(this,H))==null||r.dispatch({type:_.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:!1})}z(this,fa)&&((i=z(this,fa))==null||i.call(this),V(this,fa,void 0)),this.unassociateElement(this),z(this,U)&&(z(this,U).remove(),V(this,U,null))}mediaSetCallback(e){var t;super.mediaSetCallback(e),(t=z(this,H))==null||t.dispatch({type:`mediaelementchangerequest`,detail:e}),e.hasAttribute(`tabindex`)||(e.tabIndex=-1)}mediaUnsetCallback(e){var t;super.mediaUnsetCallback(e),(t=z(this,H))==null||t.dispatch({type:`mediaelementchangerequest`,detail:void 0})}propagateMediaState(e,t){Va(this.mediaStateReceivers,e,t)}associateElement(e){if(!e)return;let{associatedElementSubscriptions:t}=this;if(t.has(e))return;let n=Ha(e,this.registerMediaStateReceiver.bind(this),this.unregisterMediaStateReceiver.bind(this));Object.values(_).forEach(t=>{e.addEventListener(t,z(this,pa))}),t.set(e,n)}unassociateElement(e){if(!e)return;let{associatedElementSubscriptions:t}=this;t.has(e)&&(t.get(e)(),t.delete(e),Object.values(_).forEach(t=>{e.removeEventListener(t,z(this,pa))}))}registerMediaStateReceiver(e){if(!e)return;let t=this.mediaStateReceivers;t.indexOf(e)>-1||(t.push(e),z(this,H)&&Object.entries(z(this,H).getState()).forEach(([t,n])=>{Va([e],t,n)}))}unregisterMediaStateReceiver(e){let t=this.mediaStateReceivers,n=t.indexOf(e);n<0||t.splice(n,1)}enableHotkeys(){this.addEventListener(`keydown`,ca(this,va,ya))}disableHotkeys(){this.removeEventListener(`keydown`,ca(this,va,ya)),this.removeEventListener(`keyup`,z(this,_a))}get hotkeys(){return z(this,la)}set hotkeys(e){D(this,W.HOTKEYS,e)}keyboardShortcutHandler(e){let t=e.target;if((t.getAttribute(W.KEYS_USED)?.split(` `)??t?.keysUsed??[]).map(e=>e===`Space`?` `:e).filter(Boolean).includes(e.key))return;let n,r,i;if(!z(this,la).contains(ii(e.key))&&(!e.shiftKey||e.key!==`/`&&e.key!==`?`||!z(this,la).contains(`noshift+/`)))switch(e.key){case` `:case`k`:n=z(this,H).getState().mediaPaused?_.MEDIA_PLAY_REQUEST:_.MEDIA_PAUSE_REQUEST,this.dispatchEvent(new O.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`m`:n=this.mediaStore.getState().mediaVolumeLevel===`off`?_.MEDIA_UNMUTE_REQUEST:_.MEDIA_MUTE_REQUEST,this.dispatchEvent(new O.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`f`:n=this.mediaStore.getState().mediaIsFullscreen?_.MEDIA_EXIT_FULLSCREEN_REQUEST:_.MEDIA_ENTER_FULLSCREEN_REQUEST,this.dispatchEvent(new O.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`c`:this.dispatchEvent(new O.CustomEvent(_.MEDIA_TOGGLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0}));break;case`ArrowLeft`:case`j`:{let e=this.hasAttribute(W.KEYBOARD_BACKWARD_SEEK_OFFSET)?+this.getAttribute(W.KEYBOARD_BACKWARD_SEEK_OFFSET):Ta;r=Math.max((this.mediaStore.getState().mediaCurrentTime??0)-e,0),i=new O.CustomEvent(_.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowRight`:case`l`:{let e=this.hasAttribute(W.KEYBOARD_FORWARD_SEEK_OFFSET)?+this.getAttribute(W.KEYBOARD_FORWARD_SEEK_OFFSET):Ta;r=Math.max((this.mediaStore.getState().mediaCurrentTime??0)+e,0),i=new O.CustomEvent(_.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowUp`:{let e=this.hasAttribute(W.KEYBOARD_UP_VOLUME_STEP)?+this.getAttribute(W.KEYBOARD_UP_VOLUME_STEP):Ea;r=Math.min((this.mediaStore.getState().mediaVolume??1)+e,1),i=new O.CustomEvent(_.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowDown`:{let e=this.hasAttribute(W.KEYBOARD_DOWN_VOLUME_STEP)?+this.getAttribute(W.KEYBOARD_DOWN_VOLUME_STEP):Ea;r=Math.max((this.mediaStore.getState().mediaVolume??1)-e,0),i=new O.CustomEvent(_.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`<`:{let e=this.mediaStore.getState().mediaPlaybackRate??1;r=Math.max(e-Da,Oa).toFixed(2),i=new O.CustomEvent(_.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`>`:{let e=this.mediaStore.getState().mediaPlaybackRate??1;r=Math.min(e+Da,ka).toFixed(2),i=new O.CustomEvent(_.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`/`:case`?`:e.shiftKey&&ca(this,Sa,Ca).call(this);break;case`p`:n=this.mediaStore.getState().mediaIsPip?_.MEDIA_EXIT_PIP_REQUEST:_.MEDIA_ENTER_PIP_REQUEST,i=new O.CustomEvent(n,{composed:!0,bubbles:!0}),this.dispatchEvent(i)}}};la=new WeakMap,ua=new WeakMap,H=new WeakMap,U=new WeakMap,da=new WeakMap,fa=new WeakMap,pa=new WeakMap,ma=new WeakMap,ha=new WeakSet,ga=function(){this.mediaStore=oa({media:this.media,fullscreenElement:this.fullscreenElement,options:{defaultSubtitles:this.hasAttribute(W.DEFAULT_SUBTITLES),defaultDuration:this.hasAttribute(W.DEFAULT_DURATION)?+this.getAttribute(W.DEFAULT_DURATION):void 0,defaultStreamType:this.getAttribute(W.DEFAULT_STREAM_TYPE)??void 0,liveEdgeOffset:this.hasAttribute(W.LIVE_EDGE_OFFSET)?+this.getAttribute(W.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(W.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(W.SEEK_TO_LIVE_OFFSET):this.hasAttribute(W.LIVE_EDGE_OFFSET)?+this.getAttribute(W.LIVE_EDGE_OFFSET):void 0,noAutoSeekToLive:this.hasAttribute(W.NO_AUTO_SEEK_TO_LIVE),noVolumePref:this.hasAttribute(W.NO_VOLUME_PREF),noMutedPref:this.hasAttribute(W.NO_MUTED_PREF),noSubtitlesLangPref:this.hasAttribute(W.NO_SUBTITLES_LANG_PREF)}})},_a=new WeakMap,va=new WeakSet,ya=function(e){let{metaKey:t,altKey:n,key:r,shiftKey:i}=e,a=i&&(r===`/`||r===`?`);if(a&&z(this,U)?.open||t||n||!a&&!wa.includes(r)){this.removeEventListener(`keyup`,z(this,_a));return}let o=e.target,s=o instanceof HTMLElement&&(o.tagName.toLowerCase()===`media-volume-range`||o.tagName.toLowerCase()===`media-time-range`);[` `,`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`].includes(r)&&!z(this,la).contains(ii(r))&&!s&&e.preventDefault(),this.addEventListener(`keyup`,z(this,_a),{once:!0})},ba=new WeakSet,xa=function(){z(this,U)&&(z(this,U).hotkeys=z(this,la).value||void 0,(this.noHotkeys||z(this,la).contains(`noshift+/`))&&(z(this,U).open=!1))},Sa=new WeakSet,Ca=function(){z(this,U)||(V(this,U,k.createElement(`media-keyboard-shortcuts-dialog`)),ca(this,ba,xa).call(this),this.appendChild(z(this,U))),z(this,U).open=!0};var ja=Object.values(y),Ma=Object.values(ct),Na=e=>{var t;let{observedAttributes:n}=e.constructor;!n&&e.nodeName?.includes(`-`)&&(O.customElements.upgrade(e),{observedAttributes:n}=e.constructor);let r=((t=(e?.getAttribute)?.call(e,v.MEDIA_CHROME_ATTRIBUTES))?.split)?.call(t,/\s+/);return Array.isArray(n||r)?(n||r).filter(e=>ja.includes(e)):[]},Pa=e=>(e.nodeName?.includes(`-`)&&O.customElements.get(e.nodeName?.toLowerCase())&&!(e instanceof O.customElements.get(e.nodeName.toLowerCase()))&&O.customElements.upgrade(e),Ma.some(t=>t in e)),Fa=e=>Pa(e)||!!Na(e).length,Ia=e=>(e?.join)?.call(e,`:`),La={[y.MEDIA_SUBTITLES_LIST]:fn,[y.MEDIA_SUBTITLES_SHOWING]:fn,[y.MEDIA_SEEKABLE]:Ia,[y.MEDIA_BUFFERED]:e=>e?.map(Ia).join(` `),[y.MEDIA_PREVIEW_COORDS]:e=>e?.join(` `),[y.MEDIA_RENDITION_LIST]:yi,[y.MEDIA_AUDIO_TRACK_LIST]:xi},Ra=async(e,t,n)=>{if(e.isConnected||await wi(0),typeof n==`boolean`||n==null)return T(e,t,n);if(typeof n==`number`)return C(e,t,n);if(typeof n==`string`)return D(e,t,n);if(Array.isArray(n)&&!n.length)return e.removeAttribute(t);let r=La[t]?.call(La,n)??n;return e.setAttribute(t,r)},za=e=>!!e.closest?.call(e,`*[slot="media"]`),Ba=(e,t)=>{if(za(e))return;let n=(e,t)=>{Fa(e)&&t(e);let{children:n=[]}=e??{},r=e?.shadowRoot?.children??[];[...n,...r].forEach(e=>Ba(e,t))},r=e?.nodeName.toLowerCase();r.includes(`-`)&&!Fa(e)?O.customElements.whenDefined(r).then(()=>{n(e,t)}):n(e,t)},Va=(e,t,n)=>{e.forEach(e=>{if(t in e){e[t]=n;return}let r=Na(e),i=t.toLowerCase();r.includes(i)&&Ra(e,i,n)})},Ha=(e,t,n)=>{Ba(e,t);let r=e=>{t(e?.composedPath()[0]??e.target)},i=e=>{n(e?.composedPath()[0]??e.target)};e.addEventListener(_.REGISTER_MEDIA_STATE_RECEIVER,r),e.addEventListener(_.UNREGISTER_MEDIA_STATE_RECEIVER,i);let a=e=>{e.forEach(e=>{let{addedNodes:r=[],removedNodes:i=[],type:a,target:o,attributeName:s}=e;a===`childList`?(Array.prototype.forEach.call(r,e=>Ba(e,t)),Array.prototype.forEach.call(i,e=>Ba(e,n))):a===`attributes`&&s===v.MEDIA_CHROME_ATTRIBUTES&&(Fa(o)?t(o):n(o))})},o=[],s=e=>{let r=e.target;r.name!==`media`&&(o.forEach(e=>Ba(e,n)),o=[...r.assignedElements({flatten:!0})],o.forEach(e=>Ba(e,t)))};e.addEventListener(`slotchange`,s);let c=new MutationObserver(a);return c.observe(e,{childList:!0,attributes:!0,subtree:!0}),()=>{Ba(e,n),e.removeEventListener(`slotchange`,s),c.disconnect(),e.removeEventListener(_.REGISTER_MEDIA_STATE_RECEIVER,r),e.removeEventListener(_.UNREGISTER_MEDIA_STATE_RECEIVER,i)}};O.customElements.get(`media-controller`)||O.customElements.define(`media-controller`,Aa);var Ua={2:M(`Network Error`),3:M(`Decode Error`),4:M(`Source Not Supported`),5:M(`Encryption Error`)},Wa={2:M(`A network error caused the media download to fail.`),3:M(`A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.`),4:M(`An unsupported error occurred. The server or network failed, or your browser does not support this format.`),5:M(`The media is encrypted and there are no keys to decrypt it.`)},Ga=e=>e.code===1?null:{title:Ua[e.code]??`Error ${e.code}`,message:Wa[e.code]??e.message},Ka=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},qa=(e,t,n)=>(Ka(e,t,`read from private field`),n?n.call(e):t.get(e)),Ja=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ya=(e,t,n,r)=>(Ka(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Xa;function Za(e){let t=+e.mediaerrorcode;return`
    <style>
      :host {
        background: rgb(20 20 30 / .8);
      }

      #content {
        display: block;
        padding: 1.2em 1.5em;
      }

      h3,
      p {
        margin-block: 0 .3em;
      }
    </style>
    <slot name="error-${t}" id="content">
      ${$a({code:t,message:e.mediaerrormessage})}
    </slot>
  `}function Qa(e){return e.code&&Ga(e)!==null}function $a(e){let{title:t,message:n}=Ga(e)??{},r=Ei(e.code),i=``;return t&&(i+=`<slot name="error-${r}-title"><h3>${Ei(t)}</h3></slot>`),n&&(i+=`<slot name="error-${r}-message"><p>${Ei(n)}</p></slot>`),i}var eo=[y.MEDIA_ERROR_CODE,y.MEDIA_ERROR_MESSAGE],to=class extends Xr{constructor(){super(...arguments),Ja(this,Xa,null)}static get observedAttributes(){return[...super.observedAttributes,...eo]}formatErrorMessage(e){return this.constructor.formatErrorMessage(e)}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),!eo.includes(e))return;let r=this.mediaError??{code:this.mediaErrorCode,message:this.mediaErrorMessage};if(this.open=Qa(r),this.open&&(this.shadowRoot.querySelector(`slot`).name=`error-${this.mediaErrorCode}`,this.shadowRoot.querySelector(`#content`).innerHTML=this.formatErrorMessage(r),!this.hasAttribute(`aria-label`))){let{title:e}=Ga(r);e&&this.setAttribute(`aria-label`,e)}}get mediaError(){return qa(this,Xa)}set mediaError(e){Ya(this,Xa,e)}get mediaErrorCode(){return S(this,`mediaerrorcode`)}set mediaErrorCode(e){C(this,`mediaerrorcode`,e)}get mediaErrorMessage(){return E(this,`mediaerrormessage`)}set mediaErrorMessage(e){D(this,`mediaerrormessage`,e)}};Xa=new WeakMap,to.getSlotTemplateHTML=Za,to.formatErrorMessage=$a,O.customElements.get(`media-error-dialog`)||O.customElements.define(`media-error-dialog`,to);var no=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},ro=(e,t,n)=>(no(e,t,`read from private field`),n?n.call(e):t.get(e)),io=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},ao=(e,t,n,r)=>(no(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),oo,so=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M16 3v2.5h3.5V9H22V3h-6ZM4 9h2.5V5.5H10V3H4v6Zm15.5 9.5H16V21h6v-6h-2.5v3.5ZM6.5 15H4v6h6v-2.5H6.5V15Z"/>
</svg>`,co=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M18.5 6.5V3H16v6h6V6.5h-3.5ZM16 21h2.5v-3.5H22V15h-6v6ZM4 17.5h3.5V21H10v-6H4v2.5Zm3.5-11H4V9h6V3H7.5v3.5Z"/>
</svg>`;function lo(e){return`
    <style>
      :host([${y.MEDIA_IS_FULLSCREEN}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      
      :host(:not([${y.MEDIA_IS_FULLSCREEN}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${y.MEDIA_IS_FULLSCREEN}]) slot[name=tooltip-enter],
      :host(:not([${y.MEDIA_IS_FULLSCREEN}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${so}</slot>
      <slot name="exit">${co}</slot>
    </slot>
  `}function uo(){return`
    <slot name="tooltip-enter">${M(`Enter fullscreen mode`)}</slot>
    <slot name="tooltip-exit">${M(`Exit fullscreen mode`)}</slot>
  `}var fo=e=>{let t=e.mediaIsFullscreen?M(`exit fullscreen mode`):M(`enter fullscreen mode`);e.setAttribute(`aria-label`,t)},po=class extends j{constructor(){super(...arguments),io(this,oo,null)}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_IS_FULLSCREEN,y.MEDIA_FULLSCREEN_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),fo(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===y.MEDIA_IS_FULLSCREEN&&fo(this)}get mediaFullscreenUnavailable(){return E(this,y.MEDIA_FULLSCREEN_UNAVAILABLE)}set mediaFullscreenUnavailable(e){D(this,y.MEDIA_FULLSCREEN_UNAVAILABLE,e)}get mediaIsFullscreen(){return w(this,y.MEDIA_IS_FULLSCREEN)}set mediaIsFullscreen(e){T(this,y.MEDIA_IS_FULLSCREEN,e)}handleClick(e){ao(this,oo,e);let t=ro(this,oo)instanceof PointerEvent,n=this.mediaIsFullscreen?new O.CustomEvent(_.MEDIA_EXIT_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0}):new O.CustomEvent(_.MEDIA_ENTER_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0,detail:t});this.dispatchEvent(n)}};oo=new WeakMap,po.getSlotTemplateHTML=lo,po.getTooltipContentHTML=uo,O.customElements.get(`media-fullscreen-button`)||O.customElements.define(`media-fullscreen-button`,po);var mo=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},ho=(e,t,n)=>(mo(e,t,`read from private field`),n?n.call(e):t.get(e)),go=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},_o=(e,t,n,r)=>(mo(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),vo,yo,bo={LOADING_DELAY:`loadingdelay`,NO_AUTOHIDE:`noautohide`},xo=500,So=`
<svg aria-hidden="true" viewBox="0 0 100 100">
  <path d="M73,50c0-12.7-10.3-23-23-23S27,37.3,27,50 M30.9,50c0-10.5,8.5-19.1,19.1-19.1S69.1,39.5,69.1,50">
    <animateTransform
       attributeName="transform"
       attributeType="XML"
       type="rotate"
       dur="1s"
       from="0 50 50"
       to="360 50 50"
       repeatCount="indefinite" />
  </path>
</svg>
`;function Co(e){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-loading-indicator-display, inline-block));
        vertical-align: middle;
        box-sizing: border-box;
        --_loading-indicator-delay: var(--media-loading-indicator-transition-delay, ${xo}ms);
      }

      #status {
        color: rgba(0,0,0,0);
        width: 0px;
        height: 0px;
      }

      :host slot[name=icon] > *,
      :host ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 0);
        transition: opacity 0.15s;
      }

      :host([${y.MEDIA_LOADING}]:not([${y.MEDIA_PAUSED}])) slot[name=icon] > *,
      :host([${y.MEDIA_LOADING}]:not([${y.MEDIA_PAUSED}])) ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 1);
        transition: opacity 0.15s var(--_loading-indicator-delay);
      }

      :host #status {
        visibility: var(--media-loading-indicator-opacity, hidden);
        transition: visibility 0.15s;
      }

      :host([${y.MEDIA_LOADING}]:not([${y.MEDIA_PAUSED}])) #status {
        visibility: var(--media-loading-indicator-opacity, visible);
        transition: visibility 0.15s var(--_loading-indicator-delay);
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-loading-indicator-icon-width);
        height: var(--media-loading-indicator-icon-height, 100px);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
      }
    </style>

    <slot name="icon">${So}</slot>
    <div id="status" role="status" aria-live="polite">${M(`media loading`)}</div>
  `}var wo=class extends O.HTMLElement{constructor(){if(super(),go(this,vo,void 0),go(this,yo,xo),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[v.MEDIA_CONTROLLER,y.MEDIA_PAUSED,y.MEDIA_LOADING,bo.LOADING_DELAY]}attributeChangedCallback(e,t,n){var r,i,a,o;e===bo.LOADING_DELAY&&t!==n?this.loadingDelay=Number(n):e===v.MEDIA_CONTROLLER&&(t&&((i=(r=ho(this,vo))?.unassociateElement)==null||i.call(r,this),_o(this,vo,null)),n&&this.isConnected&&(_o(this,vo,this.getRootNode()?.getElementById(n)),(o=(a=ho(this,vo))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let n=this.getAttribute(v.MEDIA_CONTROLLER);n&&(_o(this,vo,this.getRootNode()?.getElementById(n)),(t=(e=ho(this,vo))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=ho(this,vo))?.unassociateElement)==null||t.call(e,this),_o(this,vo,null)}get loadingDelay(){return ho(this,yo)}set loadingDelay(e){_o(this,yo,e);let{style:t}=x(this.shadowRoot,`:host`);t.setProperty(`--_loading-indicator-delay`,`var(--media-loading-indicator-transition-delay, ${e}ms)`)}get mediaPaused(){return w(this,y.MEDIA_PAUSED)}set mediaPaused(e){T(this,y.MEDIA_PAUSED,e)}get mediaLoading(){return w(this,y.MEDIA_LOADING)}set mediaLoading(e){T(this,y.MEDIA_LOADING,e)}get mediaController(){return E(this,v.MEDIA_CONTROLLER)}set mediaController(e){D(this,v.MEDIA_CONTROLLER,e)}get noAutohide(){return w(this,bo.NO_AUTOHIDE)}set noAutohide(e){T(this,bo.NO_AUTOHIDE,e)}};vo=new WeakMap,yo=new WeakMap,wo.shadowRootOptions={mode:`open`},wo.getTemplateHTML=Co,O.customElements.get(`media-loading-indicator`)||O.customElements.define(`media-loading-indicator`,wo);var To=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M16.5 12A4.5 4.5 0 0 0 14 8v2.18l2.45 2.45a4.22 4.22 0 0 0 .05-.63Zm2.5 0a6.84 6.84 0 0 1-.54 2.64L20 16.15A8.8 8.8 0 0 0 21 12a9 9 0 0 0-7-8.77v2.06A7 7 0 0 1 19 12ZM4.27 3 3 4.27 7.73 9H3v6h4l5 5v-6.73l4.25 4.25A6.92 6.92 0 0 1 14 18.7v2.06A9 9 0 0 0 17.69 19l2 2.05L21 19.73l-9-9L4.27 3ZM12 4 9.91 6.09 12 8.18V4Z"/>
</svg>`,Eo=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4Z"/>
</svg>`,Do=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4ZM14 3.23v2.06a7 7 0 0 1 0 13.42v2.06a9 9 0 0 0 0-17.54Z"/>
</svg>`;function Oo(e){return`
    <style>
      :host(:not([${y.MEDIA_VOLUME_LEVEL}])) slot[name=icon] slot:not([name=high]),
      :host([${y.MEDIA_VOLUME_LEVEL}=high]) slot[name=icon] slot:not([name=high]) {
        display: none !important;
      }

      :host([${y.MEDIA_VOLUME_LEVEL}=off]) slot[name=icon] slot:not([name=off]) {
        display: none !important;
      }

      :host([${y.MEDIA_VOLUME_LEVEL}=low]) slot[name=icon] slot:not([name=low]) {
        display: none !important;
      }

      :host([${y.MEDIA_VOLUME_LEVEL}=medium]) slot[name=icon] slot:not([name=medium]) {
        display: none !important;
      }

      :host(:not([${y.MEDIA_VOLUME_LEVEL}=off])) slot[name=tooltip-unmute],
      :host([${y.MEDIA_VOLUME_LEVEL}=off]) slot[name=tooltip-mute] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="off">${To}</slot>
      <slot name="low">${Eo}</slot>
      <slot name="medium">${Eo}</slot>
      <slot name="high">${Do}</slot>
    </slot>
  `}function ko(){return`
    <slot name="tooltip-mute">${M(`Mute`)}</slot>
    <slot name="tooltip-unmute">${M(`Unmute`)}</slot>
  `}var Ao=e=>{let t=e.mediaVolumeLevel===`off`?M(`unmute`):M(`mute`);e.setAttribute(`aria-label`,t)},jo=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_VOLUME_LEVEL]}connectedCallback(){super.connectedCallback(),Ao(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===y.MEDIA_VOLUME_LEVEL&&Ao(this)}get mediaVolumeLevel(){return E(this,y.MEDIA_VOLUME_LEVEL)}set mediaVolumeLevel(e){D(this,y.MEDIA_VOLUME_LEVEL,e)}handleClick(){let e=this.mediaVolumeLevel===`off`?_.MEDIA_UNMUTE_REQUEST:_.MEDIA_MUTE_REQUEST;this.dispatchEvent(new O.CustomEvent(e,{composed:!0,bubbles:!0}))}};jo.getSlotTemplateHTML=Oo,jo.getTooltipContentHTML=ko,O.customElements.get(`media-mute-button`)||O.customElements.define(`media-mute-button`,jo);var Mo=`<svg aria-hidden="true" viewBox="0 0 28 24">
  <path d="M24 3H4a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h20a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1Zm-1 16H5V5h18v14Zm-3-8h-7v5h7v-5Z"/>
</svg>`;function No(e){return`
    <style>
      :host([${y.MEDIA_IS_PIP}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      :host(:not([${y.MEDIA_IS_PIP}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${y.MEDIA_IS_PIP}]) slot[name=tooltip-enter],
      :host(:not([${y.MEDIA_IS_PIP}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${Mo}</slot>
      <slot name="exit">${Mo}</slot>
    </slot>
  `}function Po(){return`
    <slot name="tooltip-enter">${M(`Enter picture in picture mode`)}</slot>
    <slot name="tooltip-exit">${M(`Exit picture in picture mode`)}</slot>
  `}var Fo=e=>{let t=e.mediaIsPip?M(`exit picture in picture mode`):M(`enter picture in picture mode`);e.setAttribute(`aria-label`,t)},Io=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_IS_PIP,y.MEDIA_PIP_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),Fo(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===y.MEDIA_IS_PIP&&Fo(this)}get mediaPipUnavailable(){return E(this,y.MEDIA_PIP_UNAVAILABLE)}set mediaPipUnavailable(e){D(this,y.MEDIA_PIP_UNAVAILABLE,e)}get mediaIsPip(){return w(this,y.MEDIA_IS_PIP)}set mediaIsPip(e){T(this,y.MEDIA_IS_PIP,e)}handleClick(){let e=this.mediaIsPip?_.MEDIA_EXIT_PIP_REQUEST:_.MEDIA_ENTER_PIP_REQUEST;this.dispatchEvent(new O.CustomEvent(e,{composed:!0,bubbles:!0}))}};Io.getSlotTemplateHTML=No,Io.getTooltipContentHTML=Po,O.customElements.get(`media-pip-button`)||O.customElements.define(`media-pip-button`,Io);var Lo=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="m6 21 15-9L6 3v18Z"/>
</svg>`,Ro=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M6 20h4V4H6v16Zm8-16v16h4V4h-4Z"/>
</svg>`;function zo(e){return`
    <style>
      :host([${y.MEDIA_PAUSED}]) slot[name=pause],
      :host(:not([${y.MEDIA_PAUSED}])) slot[name=play] {
        display: none !important;
      }

      :host([${y.MEDIA_PAUSED}]) slot[name=tooltip-pause],
      :host(:not([${y.MEDIA_PAUSED}])) slot[name=tooltip-play] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="play">${Lo}</slot>
      <slot name="pause">${Ro}</slot>
    </slot>
  `}function Bo(){return`
    <slot name="tooltip-play">${M(`Play`)}</slot>
    <slot name="tooltip-pause">${M(`Pause`)}</slot>
  `}var Vo=e=>{let t=e.mediaPaused?M(`play`):M(`pause`);e.setAttribute(`aria-label`,t)},Ho=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_PAUSED,y.MEDIA_ENDED]}connectedCallback(){super.connectedCallback(),Vo(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),(e===y.MEDIA_PAUSED||e===y.MEDIA_LANG)&&Vo(this)}get mediaPaused(){return w(this,y.MEDIA_PAUSED)}set mediaPaused(e){T(this,y.MEDIA_PAUSED,e)}handleClick(){let e=this.mediaPaused?_.MEDIA_PLAY_REQUEST:_.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new O.CustomEvent(e,{composed:!0,bubbles:!0}))}};Ho.getSlotTemplateHTML=zo,Ho.getTooltipContentHTML=Bo,O.customElements.get(`media-play-button`)||O.customElements.define(`media-play-button`,Ho);var Uo=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Wo=(e,t,n)=>(Uo(e,t,`read from private field`),n?n.call(e):t.get(e)),Go=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ko,qo={RATES:`rates`},Jo=[1,1.2,1.5,1.7,2];function Yo(e){return Math.round(e*100)/100}function Xo(e){return`
    <style>
      :host {
        min-width: 5ch;
        padding: var(--media-button-padding, var(--media-control-padding, 10px 5px));
      }
    </style>
    <slot name="icon">${e.mediaplaybackrate?Yo(+e.mediaplaybackrate):1}x</slot>
  `}function Zo(){return M(`Playback rate`)}var Qo=class extends j{constructor(){super(),Go(this,Ko,new vi(this,qo.RATES,{defaultValue:Jo})),this.container=this.shadowRoot.querySelector(`slot[name="icon"]`),this.container.innerHTML=`${Yo(this.mediaPlaybackRate??1)}x`}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_PLAYBACK_RATE,qo.RATES]}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),e===qo.RATES&&(Wo(this,Ko).value=n),e===y.MEDIA_PLAYBACK_RATE){let e=n?+n:NaN,t=Yo(Number.isNaN(e)?1:e);this.container.innerHTML=`${t}x`,this.setAttribute(`aria-label`,M(`Playback rate {playbackRate}`,{playbackRate:t}))}}get rates(){return Wo(this,Ko)}set rates(e){e?Array.isArray(e)?Wo(this,Ko).value=e.join(` `):typeof e==`string`&&(Wo(this,Ko).value=e):Wo(this,Ko).value=``}get mediaPlaybackRate(){return S(this,y.MEDIA_PLAYBACK_RATE,1)}set mediaPlaybackRate(e){C(this,y.MEDIA_PLAYBACK_RATE,e)}handleClick(){let e=Array.from(Wo(this,Ko).values(),e=>+e).sort((e,t)=>e-t),t=e.find(e=>e>this.mediaPlaybackRate)??e[0]??1,n=new O.CustomEvent(_.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:t});this.dispatchEvent(n)}};Ko=new WeakMap,Qo.getSlotTemplateHTML=Xo,Qo.getTooltipContentHTML=Zo,O.customElements.get(`media-playback-rate-button`)||O.customElements.define(`media-playback-rate-button`,Qo);var $o={SEEK_OFFSET:`seekoffset`},es=30,ts=e=>`
  <svg aria-hidden="true" viewBox="0 0 20 24">
    <defs>
      <style>.text{font-size:8px;font-family:Arial-BoldMT, Arial;font-weight:700;}</style>
    </defs>
    <text class="text value" transform="translate(2.18 19.87)">${e}</text>
    <path d="M10 6V3L4.37 7 10 10.94V8a5.54 5.54 0 0 1 1.9 10.48v2.12A7.5 7.5 0 0 0 10 6Z"/>
  </svg>`;function ns(e,t){return`
    <slot name="icon">${ts(t.seekOffset)}</slot>
  `}var rs=(e,t)=>{e.setAttribute(`aria-label`,M(`seek back {seekOffset} seconds`,{seekOffset:t}))};function is(){return M(`Seek backward`)}var as=0,os=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_CURRENT_TIME,$o.SEEK_OFFSET]}connectedCallback(){super.connectedCallback(),this.seekOffset=S(this,$o.SEEK_OFFSET,es)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),rs(this,this.seekOffset),e===$o.SEEK_OFFSET&&(this.seekOffset=S(this,$o.SEEK_OFFSET,es))}get seekOffset(){return S(this,$o.SEEK_OFFSET,es)}set seekOffset(e){C(this,$o.SEEK_OFFSET,e),this.setAttribute(`aria-label`,M(`seek back {seekOffset} seconds`,{seekOffset:this.seekOffset})),bt(St(this,`icon`),this.seekOffset)}get mediaCurrentTime(){return S(this,y.MEDIA_CURRENT_TIME,as)}set mediaCurrentTime(e){C(this,y.MEDIA_CURRENT_TIME,e)}handleClick(){let e=Math.max(this.mediaCurrentTime-this.seekOffset,0),t=new O.CustomEvent(_.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)}};os.getSlotTemplateHTML=ns,os.getTooltipContentHTML=is,O.customElements.get(`media-seek-backward-button`)||O.customElements.define(`media-seek-backward-button`,os);var ss={SEEK_OFFSET:`seekoffset`},cs=30,ls=e=>`
  <svg aria-hidden="true" viewBox="0 0 20 24">
    <defs>
      <style>.text{font-size:8px;font-family:Arial-BoldMT, Arial;font-weight:700;}</style>
    </defs>
    <text class="text value" transform="translate(8.9 19.87)">${e}</text>
    <path d="M10 6V3l5.61 4L10 10.94V8a5.54 5.54 0 0 0-1.9 10.48v2.12A7.5 7.5 0 0 1 10 6Z"/>
  </svg>`;function us(e,t){return`
    <slot name="icon">${ls(t.seekOffset)}</slot>
  `}var ds=(e,t)=>{e.setAttribute(`aria-label`,M(`seek forward {seekOffset} seconds`,{seekOffset:t}))};function fs(){return M(`Seek forward`)}var ps=0,ms=class extends j{static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_CURRENT_TIME,ss.SEEK_OFFSET]}connectedCallback(){super.connectedCallback(),this.seekOffset=S(this,ss.SEEK_OFFSET,cs)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),ds(this,this.seekOffset),e===ss.SEEK_OFFSET&&(this.seekOffset=S(this,ss.SEEK_OFFSET,cs))}get seekOffset(){return S(this,ss.SEEK_OFFSET,cs)}set seekOffset(e){C(this,ss.SEEK_OFFSET,e),this.setAttribute(`aria-label`,M(`seek forward {seekOffset} seconds`,{seekOffset:this.seekOffset})),bt(St(this,`icon`),this.seekOffset)}get mediaCurrentTime(){return S(this,y.MEDIA_CURRENT_TIME,ps)}set mediaCurrentTime(e){C(this,y.MEDIA_CURRENT_TIME,e)}handleClick(){let e=this.mediaCurrentTime+this.seekOffset,t=new O.CustomEvent(_.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)}};ms.getSlotTemplateHTML=us,ms.getTooltipContentHTML=fs,O.customElements.get(`media-seek-forward-button`)||O.customElements.define(`media-seek-forward-button`,ms);var hs=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},gs=(e,t,n)=>(hs(e,t,`read from private field`),n?n.call(e):t.get(e)),_s=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},vs=(e,t,n,r)=>(hs(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),ys;function bs(e,t={}){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-text-background, var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7))));
        padding: var(--media-control-padding, 10px);
        display: inline-flex;
        justify-content: center;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        text-align: center;
        pointer-events: auto;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }

      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }
    </style>

    ${this.getSlotTemplateHTML(e,t)}
  `}function xs(e,t){return`
    <slot></slot>
  `}var Ss=class extends O.HTMLElement{constructor(){if(super(),_s(this,ys,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[v.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===v.MEDIA_CONTROLLER&&(t&&((i=(r=gs(this,ys))?.unassociateElement)==null||i.call(r,this),vs(this,ys,null)),n&&this.isConnected&&(vs(this,ys,this.getRootNode()?.getElementById(n)),(o=(a=gs(this,ys))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let{style:n}=x(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`);let r=this.getAttribute(v.MEDIA_CONTROLLER);r&&(vs(this,ys,this.getRootNode()?.getElementById(r)),(t=(e=gs(this,ys))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=gs(this,ys))?.unassociateElement)==null||t.call(e,this),vs(this,ys,null)}};ys=new WeakMap,Ss.shadowRootOptions={mode:`open`},Ss.getTemplateHTML=bs,Ss.getSlotTemplateHTML=xs,O.customElements.get(`media-text-display`)||O.customElements.define(`media-text-display`,Ss);var Cs=[{singular:`hour`,plural:`hours`},{singular:`minute`,plural:`minutes`},{singular:`second`,plural:`seconds`}],ws=(e,t)=>`${e} ${M(e===1?Cs[t].singular:Cs[t].plural)}`,Ts=e=>{if(!Ci(e))return``;let t=Math.abs(e),n=t!==e,r=new Date(0,0,0,0,0,t,0),i=[r.getHours(),r.getMinutes(),r.getSeconds()].map((e,t)=>e&&ws(e,t)).filter(e=>e).join(`, `);return n?M(`{time} remaining`,{time:i}):t===0?ws(0,2):i};function Es(e,t){let n=!1;e<0&&(n=!0,e=0-e),e=e<0?0:e;let r=Math.floor(e%60),i=Math.floor(e/60%60),a=Math.floor(e/3600),o=Math.floor(t/60%60),s=Math.floor(t/3600);return(isNaN(e)||e===1/0)&&(a=i=r=`0`),a=a>0||s>0?a+`:`:``,i=((a||o>=10)&&i<10?`0`+i:i)+`:`,r=r<10?`0`+r:r,(n?`-`:``)+a+i+r}Object.freeze({length:0,start(e){let t=e>>>0;if(t>=this.length)throw new DOMException(`Failed to execute 'start' on 'TimeRanges': The index provided (${t}) is greater than or equal to the maximum bound (${this.length}).`);return 0},end(e){let t=e>>>0;if(t>=this.length)throw new DOMException(`Failed to execute 'end' on 'TimeRanges': The index provided (${t}) is greater than or equal to the maximum bound (${this.length}).`);return 0}});var Ds=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Os=(e,t,n)=>(Ds(e,t,`read from private field`),n?n.call(e):t.get(e)),ks=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},As=(e,t,n,r)=>(Ds(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),js=(e,t,n)=>(Ds(e,t,`access private method`),n),Ms,Ns,Ps,Fs,Is,Ls,Rs,zs,Bs,Vs,Hs,Us={REMAINING:`remaining`,SHOW_DURATION:`showduration`,NO_TOGGLE:`notoggle`},Ws=[...Object.values(Us),y.MEDIA_CURRENT_TIME,y.MEDIA_DURATION,y.MEDIA_SEEKABLE],Gs=[`Enter`,` `],Ks=`&nbsp;/&nbsp;`,qs=(e,{timesSep:t=Ks}={})=>{let n=e.mediaCurrentTime??0,[,r]=e.mediaSeekable??[],i=0;Number.isFinite(e.mediaDuration)?i=e.mediaDuration:Number.isFinite(r)&&(i=r);let a=e.remaining?Es(0-(i-n)):Es(n);return e.showDuration?`${a}${t}${Es(i)}`:a},Js=e=>{let t=e.mediaCurrentTime,[,n]=e.mediaSeekable??[],r=null;if(Number.isFinite(e.mediaDuration)?r=e.mediaDuration:Number.isFinite(n)&&(r=n),t==null||r===null){e.setAttribute(`aria-description`,M(`video not loaded, unknown time.`));return}let i=e.remaining?Ts(0-(r-t)):Ts(t);if(!e.showDuration){e.setAttribute(`aria-description`,i);return}let a=M(`{currentTime} of {totalTime}`,{currentTime:i,totalTime:Ts(r)});e.setAttribute(`aria-description`,a)};function Ys(e,t){return`
    <slot>${qs(t)}</slot>
  `}var Xs=e=>{e.setAttribute(`aria-label`,M(`playback time`))},Zs=class extends Ss{constructor(){super(),ks(this,Fs),ks(this,Ls),ks(this,zs),ks(this,Vs),ks(this,Ms,void 0),ks(this,Ns,null),ks(this,Ps,e=>{let{metaKey:t,altKey:n,key:r}=e;t||n||!Gs.includes(r)?this.removeEventListener(`keyup`,Os(this,Ns)):this.addEventListener(`keyup`,Os(this,Ns))}),As(this,Ms,this.shadowRoot.querySelector(`slot`)),Os(this,Ms).innerHTML=`${qs(this)}`}static get observedAttributes(){return[...super.observedAttributes,...Ws,`disabled`]}connectedCallback(){let{style:e}=x(this.shadowRoot,`:host(:hover:not([notoggle]))`);e.setProperty(`cursor`,`var(--media-cursor, pointer)`),e.setProperty(`background`,`var(--media-control-hover-background, rgba(50 50 70 / .7))`),this.setAttribute(`aria-label`,M(`playback time`)),js(this,zs,Bs).call(this),super.connectedCallback()}toggleTimeDisplay(){this.noToggle||(this.hasAttribute(`remaining`)?this.removeAttribute(`remaining`):this.setAttribute(`remaining`,``))}disconnectedCallback(){this.disable(),js(this,Ls,Rs).call(this),super.disconnectedCallback()}attributeChangedCallback(e,t,n){Xs(this),Ws.includes(e)?this.update():e===`disabled`&&n!==t?n==null?js(this,zs,Bs).call(this):js(this,Vs,Hs).call(this):e===Us.NO_TOGGLE&&n!==t&&(this.noToggle?js(this,Vs,Hs).call(this):js(this,zs,Bs).call(this)),super.attributeChangedCallback(e,t,n)}enable(){this.noToggle||(this.tabIndex=0)}disable(){this.tabIndex=-1}get remaining(){return w(this,Us.REMAINING)}set remaining(e){T(this,Us.REMAINING,e)}get showDuration(){return w(this,Us.SHOW_DURATION)}set showDuration(e){T(this,Us.SHOW_DURATION,e)}get noToggle(){return w(this,Us.NO_TOGGLE)}set noToggle(e){T(this,Us.NO_TOGGLE,e)}get mediaDuration(){return S(this,y.MEDIA_DURATION)}set mediaDuration(e){C(this,y.MEDIA_DURATION,e)}get mediaCurrentTime(){return S(this,y.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){C(this,y.MEDIA_CURRENT_TIME,e)}get mediaSeekable(){let e=this.getAttribute(y.MEDIA_SEEKABLE);if(e)return e.split(`:`).map(e=>+e)}set mediaSeekable(e){e==null?this.removeAttribute(y.MEDIA_SEEKABLE):this.setAttribute(y.MEDIA_SEEKABLE,e.join(`:`))}update(){let e=qs(this);Js(this),e!==Os(this,Ms).innerHTML&&(Os(this,Ms).innerHTML=e)}};Ms=new WeakMap,Ns=new WeakMap,Ps=new WeakMap,Fs=new WeakSet,Is=function(){Os(this,Ns)||(As(this,Ns,e=>{let{key:t}=e;Gs.includes(t)?this.toggleTimeDisplay():this.removeEventListener(`keyup`,Os(this,Ns))}),this.addEventListener(`keydown`,Os(this,Ps)),this.addEventListener(`click`,this.toggleTimeDisplay))},Ls=new WeakSet,Rs=function(){Os(this,Ns)&&(this.removeEventListener(`keyup`,Os(this,Ns)),this.removeEventListener(`keydown`,Os(this,Ps)),this.removeEventListener(`click`,this.toggleTimeDisplay),As(this,Ns,null))},zs=new WeakSet,Bs=function(){!this.noToggle&&!this.hasAttribute(`disabled`)&&(this.setAttribute(`role`,`button`),this.enable(),js(this,Fs,Is).call(this))},Vs=new WeakSet,Hs=function(){this.removeAttribute(`role`),this.disable(),js(this,Ls,Rs).call(this)},Zs.getSlotTemplateHTML=Ys,O.customElements.get(`media-time-display`)||O.customElements.define(`media-time-display`,Zs);var Qs=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},G=(e,t,n)=>(Qs(e,t,`read from private field`),n?n.call(e):t.get(e)),K=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},$s=(e,t,n,r)=>(Qs(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),ec=(e,t,n)=>(Qs(e,t,`access private method`),n),tc,nc,rc,ic,q,ac,oc,sc,cc,lc,uc,dc,fc,pc,mc,hc,gc,_c,vc,yc,bc,xc,Sc,Cc,wc;function Tc(e){return`
    <style>
      :host {
        --_focus-box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        --_media-range-padding: var(--media-range-padding, var(--media-control-padding, 10px));

        box-shadow: var(--_focus-visible-box-shadow, none);
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        height: calc(var(--media-control-height, 24px) + 2 * var(--_media-range-padding));
        display: inline-flex;
        align-items: center;
        
        vertical-align: middle;
        box-sizing: border-box;
        position: relative;
        width: 100px;
        transition: background .15s linear;
        cursor: var(--media-cursor, pointer);
        pointer-events: auto;
        touch-action: none; 
      }

      
      input[type=range]:focus {
        outline: 0;
      }
      input[type=range]:focus::-webkit-slider-runnable-track {
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgb(50 50 70 / .7));
      }

      #leftgap {
        padding-left: var(--media-range-padding-left, var(--_media-range-padding));
      }

      #rightgap {
        padding-right: var(--media-range-padding-right, var(--_media-range-padding));
      }

      #startpoint,
      #endpoint {
        position: absolute;
      }

      #endpoint {
        right: 0;
      }

      #container {
        
        width: var(--media-range-track-width, 100%);
        transform: translate(var(--media-range-track-translate-x, 0px), var(--media-range-track-translate-y, 0px));
        position: relative;
        height: 100%;
        display: flex;
        align-items: center;
        min-width: 40px;
      }

      #range {
        
        display: var(--media-time-range-hover-display, block);
        bottom: var(--media-time-range-hover-bottom, 0);
        height: var(--media-time-range-hover-height, max(100% , 25px));
        width: 100%;
        position: absolute;
        cursor: var(--media-cursor, pointer);

        -webkit-appearance: none; 
        -webkit-tap-highlight-color: transparent;
        background: transparent; 
        margin: 0;
        z-index: 1;
      }

      @media (hover: hover) {
        #range {
          bottom: var(--media-time-range-hover-bottom, 0);
          height: var(--media-time-range-hover-height, max(100%, 20px));
        }
      }

      
      
      #range::-webkit-slider-thumb {
        -webkit-appearance: none;
        background: transparent;
        width: .1px;
        height: .1px;
      }

      
      #range::-moz-range-thumb {
        background: transparent;
        border: transparent;
        width: .1px;
        height: .1px;
      }

      #appearance {
        height: var(--media-range-track-height, 4px);
        display: flex;
        flex-direction: column;
        justify-content: center;
        width: 100%;
        position: absolute;
        
        will-change: transform;
      }

      #track {
        background: var(--media-range-track-background, rgb(255 255 255 / .2));
        border-radius: var(--media-range-track-border-radius, 1px);
        border: var(--media-range-track-border, none);
        outline: var(--media-range-track-outline);
        outline-offset: var(--media-range-track-outline-offset);
        backdrop-filter: var(--media-range-track-backdrop-filter);
        -webkit-backdrop-filter: var(--media-range-track-backdrop-filter);
        box-shadow: var(--media-range-track-box-shadow, none);
        position: absolute;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }

      #progress,
      #pointer {
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #progress {
        background: var(--media-range-bar-color, var(--media-primary-color, rgb(238 238 238)));
        transition: var(--media-range-track-transition);
      }

      #pointer {
        background: var(--media-range-track-pointer-background);
        border-right: var(--media-range-track-pointer-border-right);
        transition: visibility .25s, opacity .25s;
        visibility: hidden;
        opacity: 0;
      }

      @media (hover: hover) {
        :host(:hover) #pointer {
          transition: visibility .5s, opacity .5s;
          visibility: visible;
          opacity: 1;
        }
      }

      #thumb,
      ::slotted([slot=thumb]) {
        width: var(--media-range-thumb-width, 10px);
        height: var(--media-range-thumb-height, 10px);
        transition: var(--media-range-thumb-transition);
        transform: var(--media-range-thumb-transform, none);
        opacity: var(--media-range-thumb-opacity, 1);
        translate: -50%;
        position: absolute;
        left: 0;
        cursor: var(--media-cursor, pointer);
      }

      #thumb {
        border-radius: var(--media-range-thumb-border-radius, 10px);
        background: var(--media-range-thumb-background, var(--media-primary-color, rgb(238 238 238)));
        box-shadow: var(--media-range-thumb-box-shadow, 1px 1px 1px transparent);
        border: var(--media-range-thumb-border, none);
      }

      :host([disabled]) #thumb {
        background-color: #777;
      }

      .segments #appearance {
        height: var(--media-range-segment-hover-height, 7px);
      }

      #track {
        clip-path: url(#segments-clipping);
      }

      #segments {
        --segments-gap: var(--media-range-segments-gap, 2px);
        position: absolute;
        width: 100%;
        height: 100%;
      }

      #segments-clipping {
        transform: translateX(calc(var(--segments-gap) / 2));
      }

      #segments-clipping:empty {
        display: none;
      }

      #segments-clipping rect {
        height: var(--media-range-track-height, 4px);
        y: calc((var(--media-range-segment-hover-height, 7px) - var(--media-range-track-height, 4px)) / 2);
        transition: var(--media-range-segment-transition, transform .1s ease-in-out);
        transform: var(--media-range-segment-transform, scaleY(1));
        transform-origin: center;
      }

      /* Visible label for accessibility - positioned off-screen but technically visible (Firefox requires visible labels) */
      #range-label {
        position: absolute;
        left: -10000px;
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        pointer-events: none;
      }
    </style>
    <div id="leftgap"></div>
    <div id="container">
      <div id="startpoint"></div>
      <div id="endpoint"></div>
      <div id="appearance">
        <div id="track" part="track">
          <div id="pointer"></div>
          <div id="progress" part="progress"></div>
        </div>
        <slot name="thumb">
          <div id="thumb" part="thumb"></div>
        </slot>
        <svg id="segments" aria-hidden="true"><clipPath id="segments-clipping"></clipPath></svg>
      </div>
        <input id="range" type="range" min="0" max="1" step="any" value="0">
        <label for="range" id="range-label"></label>

      ${this.getContainerTemplateHTML(e)}
    </div>
    <div id="rightgap"></div>
  `}function Ec(e){return``}var Dc=class extends O.HTMLElement{constructor(){if(super(),K(this,lc),K(this,dc),K(this,pc),K(this,hc),K(this,_c),K(this,yc),K(this,xc),K(this,Cc),K(this,tc,void 0),K(this,nc,void 0),K(this,rc,void 0),K(this,ic,void 0),K(this,q,{}),K(this,ac,[]),K(this,oc,()=>{if(this.range.matches(`:focus-visible`)){let{style:e}=x(this.shadowRoot,`:host`);e.setProperty(`--_focus-visible-box-shadow`,`var(--_focus-box-shadow)`)}}),K(this,sc,()=>{let{style:e}=x(this.shadowRoot,`:host`);e.removeProperty(`--_focus-visible-box-shadow`)}),K(this,cc,()=>{let e=this.shadowRoot.querySelector(`#segments-clipping`);e&&e.parentNode.append(e)}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}this.container=this.shadowRoot.querySelector(`#container`),$s(this,rc,this.shadowRoot.querySelector(`#startpoint`)),$s(this,ic,this.shadowRoot.querySelector(`#endpoint`)),this.range=this.shadowRoot.querySelector(`#range`),this.appearance=this.shadowRoot.querySelector(`#appearance`)}static get observedAttributes(){return[`disabled`,`aria-disabled`,v.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===v.MEDIA_CONTROLLER?(t&&((i=(r=G(this,tc))?.unassociateElement)==null||i.call(r,this),$s(this,tc,null)),n&&this.isConnected&&($s(this,tc,this.getRootNode()?.getElementById(n)),(o=(a=G(this,tc))?.associateElement)==null||o.call(a,this))):(e===`disabled`||e===`aria-disabled`&&t!==n)&&(n==null?(this.range.removeAttribute(e),ec(this,dc,fc).call(this)):(this.range.setAttribute(e,n),ec(this,pc,mc).call(this)))}connectedCallback(){var e,t;let{style:n}=x(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),G(this,q).pointer=x(this.shadowRoot,`#pointer`),G(this,q).progress=x(this.shadowRoot,`#progress`),G(this,q).thumb=x(this.shadowRoot,`#thumb, ::slotted([slot="thumb"])`),G(this,q).activeSegment=x(this.shadowRoot,`#segments-clipping rect:nth-child(0)`);let r=this.getAttribute(v.MEDIA_CONTROLLER);r&&($s(this,tc,this.getRootNode()?.getElementById(r)),(t=(e=G(this,tc))?.associateElement)==null||t.call(e,this)),this.updateBar(),this.shadowRoot.addEventListener(`focusin`,G(this,oc)),this.shadowRoot.addEventListener(`focusout`,G(this,sc)),ec(this,dc,fc).call(this),Vn(this.container,G(this,cc))}disconnectedCallback(){var e,t;ec(this,pc,mc).call(this),(t=(e=G(this,tc))?.unassociateElement)==null||t.call(e,this),$s(this,tc,null),this.shadowRoot.removeEventListener(`focusin`,G(this,oc)),this.shadowRoot.removeEventListener(`focusout`,G(this,sc)),Hn(this.container,G(this,cc))}updatePointerBar(e){var t;(t=G(this,q).pointer)==null||t.style.setProperty(`width`,`${this.getPointerRatio(e)*100}%`)}updateBar(){var e,t;let n=this.range.valueAsNumber*100;(e=G(this,q).progress)==null||e.style.setProperty(`width`,`${n}%`),(t=G(this,q).thumb)==null||t.style.setProperty(`left`,`${n}%`)}updateSegments(e){let t=this.shadowRoot.querySelector(`#segments-clipping`);if(t.textContent=``,this.container.classList.toggle(`segments`,!!e?.length),!e?.length)return;let n=[...new Set([+this.range.min,...e.flatMap(e=>[e.start,e.end]),+this.range.max])];$s(this,ac,[...n]);let r=n.pop();for(let[e,i]of n.entries()){let[a,o]=[e===0,e===n.length-1],s=a?`calc(var(--segments-gap) / -1)`:`${i*100}%`,c=`calc(${((o?r:n[e+1])-i)*100}%${a||o?``:` - var(--segments-gap)`})`,l=k.createElementNS(`http://www.w3.org/2000/svg`,`rect`),u=At(this.shadowRoot,`#segments-clipping rect:nth-child(${e+1})`);u.style.setProperty(`x`,s),u.style.setProperty(`width`,c),t.append(l)}}getPointerRatio(e){return Ot(e.clientX,e.clientY,G(this,rc).getBoundingClientRect(),G(this,ic).getBoundingClientRect())}get dragging(){return this.hasAttribute(`dragging`)}handleEvent(e){switch(e.type){case`pointermove`:ec(this,Cc,wc).call(this,e);break;case`input`:this.updateBar();break;case`pointerenter`:ec(this,_c,vc).call(this,e);break;case`pointerdown`:ec(this,hc,gc).call(this,e);break;case`pointerup`:ec(this,yc,bc).call(this);break;case`pointerleave`:ec(this,xc,Sc).call(this)}}get keysUsed(){return[`ArrowUp`,`ArrowRight`,`ArrowDown`,`ArrowLeft`]}};tc=new WeakMap,nc=new WeakMap,rc=new WeakMap,ic=new WeakMap,q=new WeakMap,ac=new WeakMap,oc=new WeakMap,sc=new WeakMap,cc=new WeakMap,lc=new WeakSet,uc=function(e){let t=G(this,q).activeSegment;if(!t)return;let n=this.getPointerRatio(e),r=`#segments-clipping rect:nth-child(${G(this,ac).findIndex((e,t,r)=>{let i=r[t+1];return i!=null&&n>=e&&n<=i})+1})`;t.selectorText==r&&t.style.transform||(t.selectorText=r,t.style.setProperty(`transform`,`var(--media-range-segment-hover-transform, scaleY(2))`))},dc=new WeakSet,fc=function(){!this.hasAttribute(`disabled`)&&this.isConnected&&(this.addEventListener(`input`,this),this.addEventListener(`pointerdown`,this),this.addEventListener(`pointerenter`,this))},pc=new WeakSet,mc=function(){var e,t;this.removeEventListener(`input`,this),this.removeEventListener(`pointerdown`,this),this.removeEventListener(`pointerenter`,this),this.removeEventListener(`pointerleave`,this),(e=O.window)==null||e.removeEventListener(`pointerup`,this),(t=O.window)==null||t.removeEventListener(`pointermove`,this)},hc=new WeakSet,gc=function(e){var t;$s(this,nc,e.composedPath().includes(this.range)),(t=O.window)==null||t.addEventListener(`pointerup`,this,{once:!0})},_c=new WeakSet,vc=function(e){var t;e.pointerType!==`mouse`&&ec(this,hc,gc).call(this,e),this.addEventListener(`pointerleave`,this,{once:!0}),(t=O.window)==null||t.addEventListener(`pointermove`,this)},yc=new WeakSet,bc=function(){var e;(e=O.window)==null||e.removeEventListener(`pointerup`,this),this.toggleAttribute(`dragging`,!1),this.range.disabled=this.hasAttribute(`disabled`)},xc=new WeakSet,Sc=function(){var e,t;this.removeEventListener(`pointerleave`,this),(e=O.window)==null||e.removeEventListener(`pointermove`,this),this.toggleAttribute(`dragging`,!1),this.range.disabled=this.hasAttribute(`disabled`),(t=G(this,q).activeSegment)==null||t.style.removeProperty(`transform`)},Cc=new WeakSet,wc=function(e){(e.pointerType!==`pen`||e.buttons!==0)&&(this.toggleAttribute(`dragging`,e.buttons===1||e.pointerType!==`mouse`),this.updatePointerBar(e),ec(this,lc,uc).call(this,e),this.dragging&&(e.pointerType!==`mouse`||!G(this,nc))&&(this.range.disabled=!0,this.range.valueAsNumber=this.getPointerRatio(e),this.range.dispatchEvent(new Event(`input`,{bubbles:!0,composed:!0}))))},Dc.shadowRootOptions={mode:`open`},Dc.getTemplateHTML=Tc,Dc.getContainerTemplateHTML=Ec,O.customElements.get(`media-chrome-range`)||O.customElements.define(`media-chrome-range`,Dc);var Oc=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},kc=(e,t,n)=>(Oc(e,t,`read from private field`),n?n.call(e):t.get(e)),Ac=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},jc=(e,t,n,r)=>(Oc(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Mc;function Nc(e){return`
    <style>
      :host {
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-preview-thumbnail-display, inline-block));
        overflow: hidden;
      }

      img {
        display: none;
        position: relative;
      }
    </style>
    <img crossorigin loading="eager" decoding="async">
  `}var Pc=class extends O.HTMLElement{constructor(){if(super(),Ac(this,Mc,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=_t(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[v.MEDIA_CONTROLLER,y.MEDIA_PREVIEW_IMAGE,y.MEDIA_PREVIEW_COORDS]}connectedCallback(){var e,t;let n=this.getAttribute(v.MEDIA_CONTROLLER);n&&(jc(this,Mc,this.getRootNode()?.getElementById(n)),(t=(e=kc(this,Mc))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=kc(this,Mc))?.unassociateElement)==null||t.call(e,this),jc(this,Mc,null)}attributeChangedCallback(e,t,n){var r,i,a,o;[y.MEDIA_PREVIEW_IMAGE,y.MEDIA_PREVIEW_COORDS].includes(e)&&this.update(),e===v.MEDIA_CONTROLLER&&(t&&((i=(r=kc(this,Mc))?.unassociateElement)==null||i.call(r,this),jc(this,Mc,null)),n&&this.isConnected&&(jc(this,Mc,this.getRootNode()?.getElementById(n)),(o=(a=kc(this,Mc))?.associateElement)==null||o.call(a,this)))}get mediaPreviewImage(){return E(this,y.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){D(this,y.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewCoords(){let e=this.getAttribute(y.MEDIA_PREVIEW_COORDS);if(e)return e.split(/\s+/).map(e=>+e)}set mediaPreviewCoords(e){e?this.setAttribute(y.MEDIA_PREVIEW_COORDS,e.join(` `)):this.removeAttribute(y.MEDIA_PREVIEW_COORDS)}update(){let e=this.mediaPreviewCoords,t=this.mediaPreviewImage;if(!(e&&t))return;let[n,r,i,a]=e,o=t.split(`#`)[0],s=getComputedStyle(this),{maxWidth:c,maxHeight:l,minWidth:u,minHeight:d}=s,f=s.getPropertyValue(`--media-preview-thumbnail-object-fit`).trim()||`contain`,p,m;if(f===`fill`){let e=parseInt(c)/i,t=parseInt(l)/a,n=parseInt(u)/i,r=parseInt(d)/a;p=e<1?e:Math.max(e,n),m=t<1?t:Math.max(t,r)}else{let e=Math.min(parseInt(c)/i,parseInt(l)/a),t=Math.max(parseInt(u)/i,parseInt(d)/a),n=e<1?e:t>1?t:1;p=n,m=n}let{style:h}=x(this.shadowRoot,`:host`),ee=x(this.shadowRoot,`img`).style,g=this.shadowRoot.querySelector(`img`),te=Math.min(p,m)<1?`min`:`max`;h.setProperty(`${te}-width`,`initial`,`important`),h.setProperty(`${te}-height`,`initial`,`important`),h.width=`${i*p}px`,h.height=`${a*m}px`;let ne=()=>{ee.width=`${this.imgWidth*p}px`,ee.height=`${this.imgHeight*m}px`,ee.display=`block`};g.src!==o&&(g.onload=()=>{this.imgWidth=g.naturalWidth,this.imgHeight=g.naturalHeight,ne(),g.onload=null},g.src=o,ne()),ne(),ee.transform=`translate(-${n*p}px, -${r*m}px)`}};Mc=new WeakMap,Pc.shadowRootOptions={mode:`open`},Pc.getTemplateHTML=Nc,O.customElements.get(`media-preview-thumbnail`)||O.customElements.define(`media-preview-thumbnail`,Pc);var Fc=Pc,Ic=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Lc=(e,t,n)=>(Ic(e,t,`read from private field`),n?n.call(e):t.get(e)),Rc=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},zc=(e,t,n,r)=>(Ic(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Bc,Vc=class extends Ss{constructor(){super(),Rc(this,Bc,void 0),zc(this,Bc,this.shadowRoot.querySelector(`slot`)),Lc(this,Bc).textContent=Es(0)}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_PREVIEW_TIME]}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===y.MEDIA_PREVIEW_TIME&&n!=null&&(Lc(this,Bc).textContent=Es(parseFloat(n)))}get mediaPreviewTime(){return S(this,y.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){C(this,y.MEDIA_PREVIEW_TIME,e)}};Bc=new WeakMap,O.customElements.get(`media-preview-time-display`)||O.customElements.define(`media-preview-time-display`,Vc);var Hc=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Uc=(e,t,n)=>(Hc(e,t,`read from private field`),n?n.call(e):t.get(e)),Wc=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Gc=(e,t,n,r)=>(Hc(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Kc,qc=class extends Ss{constructor(){super(),Wc(this,Kc,void 0),Gc(this,Kc,this.shadowRoot.querySelector(`slot`))}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_PREVIEW_CHAPTER,y.MEDIA_LANG]}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),(e===y.MEDIA_PREVIEW_CHAPTER||e===y.MEDIA_LANG)&&n!==t&&n!=null){if(Uc(this,Kc).textContent=n,n!==``){let e=M(`chapter: {chapterName}`,{chapterName:n});this.setAttribute(`aria-valuetext`,e)}else this.removeAttribute(`aria-valuetext`)}}get mediaPreviewChapter(){return E(this,y.MEDIA_PREVIEW_CHAPTER)}set mediaPreviewChapter(e){D(this,y.MEDIA_PREVIEW_CHAPTER,e)}};Kc=new WeakMap,O.customElements.get(`media-preview-chapter-display`)||O.customElements.define(`media-preview-chapter-display`,qc);var Jc=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},J=(e,t,n)=>(Jc(e,t,`read from private field`),n?n.call(e):t.get(e)),Yc=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Y=(e,t,n,r)=>(Jc(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Xc=(e,t,n,r)=>({set _(r){Y(e,t,r,n)},get _(){return J(e,t,r)}}),Zc,Qc,$c,el,tl,nl,rl,il,al,ol,sl=class{constructor(e,t,n){Yc(this,Zc,void 0),Yc(this,Qc,void 0),Yc(this,$c,void 0),Yc(this,el,void 0),Yc(this,tl,void 0),Yc(this,nl,void 0),Yc(this,rl,void 0),Yc(this,il,void 0),Yc(this,al,0),Yc(this,ol,(e=performance.now())=>{Y(this,al,requestAnimationFrame(J(this,ol))),Y(this,el,performance.now()-J(this,$c));let t=1e3/this.fps;if(J(this,el)>t){Y(this,$c,e-J(this,el)%t);let n=1e3/((e-J(this,Qc))/++Xc(this,tl)._),r=(e-J(this,nl))/1e3/this.duration,i=J(this,rl)+r*this.playbackRate;i-J(this,Zc).valueAsNumber>0?Y(this,il,this.playbackRate/this.duration/n):(Y(this,il,.995*J(this,il)),i=J(this,Zc).valueAsNumber+J(this,il)),this.callback(i)}}),Y(this,Zc,e),this.callback=t,this.fps=n}start(){J(this,al)===0&&(Y(this,$c,performance.now()),Y(this,Qc,J(this,$c)),Y(this,tl,0),J(this,ol).call(this))}stop(){J(this,al)!==0&&(cancelAnimationFrame(J(this,al)),Y(this,al,0))}update({start:e,duration:t,playbackRate:n}){let r=e-J(this,Zc).valueAsNumber,i=Math.abs(t-this.duration);(r>0||r<-.5/t||i>=.5)&&this.callback(e),Y(this,rl,e),Y(this,nl,performance.now()),this.duration=t,this.playbackRate=n}};Zc=new WeakMap,Qc=new WeakMap,$c=new WeakMap,el=new WeakMap,tl=new WeakMap,nl=new WeakMap,rl=new WeakMap,il=new WeakMap,al=new WeakMap,ol=new WeakMap;var cl=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},X=(e,t,n)=>(cl(e,t,`read from private field`),n?n.call(e):t.get(e)),Z=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Q=(e,t,n,r)=>(cl(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),$=(e,t,n)=>(cl(e,t,`access private method`),n),ll,ul,dl,fl,pl,ml,hl,gl,_l,vl,yl,bl,xl,Sl,Cl,wl,Tl,El,Dl,Ol,kl,Al,jl,Ml,Nl,Pl,Fl=e=>{let t=e.range,n=Ts(+Rl(e)),r=Ts(+e.mediaSeekableEnd),i=n&&r?M(`{currentTime} of {totalTime}`,{currentTime:n,totalTime:r}):M(`video not loaded, unknown time.`);t.setAttribute(`aria-valuetext`,i)};function Il(e){return`
    <style>
      :host {
        --media-box-border-radius: 4px;
        --media-box-padding-left: 10px;
        --media-box-padding-right: 10px;
        --media-preview-border-radius: var(--media-box-border-radius);
        --media-box-arrow-offset: var(--media-box-border-radius);
        --_control-background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        --_preview-background: var(--media-preview-background, var(--_control-background));

        
        contain: layout;
      }

      #buffered {
        background: var(--media-time-range-buffered-color, rgb(255 255 255 / .4));
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #preview-rail,
      #current-rail {
        width: 100%;
        position: absolute;
        left: 0;
        bottom: 100%;
        pointer-events: none;
        will-change: transform;
      }

      [part~="box"] {
        width: min-content;
        
        position: absolute;
        bottom: 100%;
        flex-direction: column;
        align-items: center;
        transform: translateX(-50%);
      }

      [part~="current-box"] {
        display: var(--media-current-box-display, var(--media-box-display, flex));
        margin: var(--media-current-box-margin, var(--media-box-margin, 0 0 5px));
        visibility: hidden;
      }

      [part~="preview-box"] {
        display: var(--media-preview-box-display, var(--media-box-display, flex));
        margin: var(--media-preview-box-margin, var(--media-box-margin, 0 0 5px));
        transition-property: var(--media-preview-transition-property, visibility, opacity);
        transition-duration: var(--media-preview-transition-duration-out, .25s);
        transition-delay: var(--media-preview-transition-delay-out, 0s);
        visibility: hidden;
        opacity: 0;
      }

      :host(:is([${y.MEDIA_PREVIEW_IMAGE}], [${y.MEDIA_PREVIEW_TIME}])[dragging]) [part~="preview-box"] {
        transition-duration: var(--media-preview-transition-duration-in, .5s);
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
        opacity: 1;
      }

      @media (hover: hover) {
        :host(:is([${y.MEDIA_PREVIEW_IMAGE}], [${y.MEDIA_PREVIEW_TIME}]):hover) [part~="preview-box"] {
          transition-duration: var(--media-preview-transition-duration-in, .5s);
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
          opacity: 1;
        }
      }

      media-preview-thumbnail,
      ::slotted(media-preview-thumbnail) {
        visibility: hidden;
        
        transition: visibility 0s .25s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-thumbnail-background, var(--_preview-background));
        box-shadow: var(--media-preview-thumbnail-box-shadow, 0 0 4px rgb(0 0 0 / .2));
        max-width: var(--media-preview-thumbnail-max-width, 180px);
        max-height: var(--media-preview-thumbnail-max-height, 160px);
        min-width: var(--media-preview-thumbnail-min-width, 120px);
        min-height: var(--media-preview-thumbnail-min-height, 80px);
        border: var(--media-preview-thumbnail-border);
        border-radius: var(--media-preview-thumbnail-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius) 0 0);
      }

      :host([${y.MEDIA_PREVIEW_IMAGE}][dragging]) media-preview-thumbnail,
      :host([${y.MEDIA_PREVIEW_IMAGE}][dragging]) ::slotted(media-preview-thumbnail) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
      }

      @media (hover: hover) {
        :host([${y.MEDIA_PREVIEW_IMAGE}]:hover) media-preview-thumbnail,
        :host([${y.MEDIA_PREVIEW_IMAGE}]:hover) ::slotted(media-preview-thumbnail) {
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
        }

        :host([${y.MEDIA_PREVIEW_TIME}]:hover) {
          --media-time-range-hover-display: block;
        }
      }

      media-preview-chapter-display,
      ::slotted(media-preview-chapter-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        visibility: hidden;
        
        transition: min-width 0s, border-radius 0s, margin 0s, padding 0s, visibility 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-chapter-background, var(--_preview-background));
        border-radius: var(--media-preview-chapter-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-chapter-padding, 3.5px 9px);
        margin: var(--media-preview-chapter-margin, 0 0 5px);
        text-shadow: var(--media-preview-chapter-text-shadow, 0 0 4px rgb(0 0 0 / .75));
      }

      :host([${y.MEDIA_PREVIEW_IMAGE}]) media-preview-chapter-display,
      :host([${y.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-chapter-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-chapter-border-radius, 0);
        padding: var(--media-preview-chapter-padding, 3.5px 9px 0);
        margin: var(--media-preview-chapter-margin, 0);
        min-width: 100%;
      }

      media-preview-chapter-display[${y.MEDIA_PREVIEW_CHAPTER}],
      ::slotted(media-preview-chapter-display[${y.MEDIA_PREVIEW_CHAPTER}]) {
        visibility: visible;
      }

      media-preview-chapter-display:not([aria-valuetext]),
      ::slotted(media-preview-chapter-display:not([aria-valuetext])) {
        display: none;
      }

      media-preview-time-display,
      ::slotted(media-preview-time-display),
      media-time-display,
      ::slotted(media-time-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        
        transition: min-width 0s, border-radius 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-time-background, var(--_preview-background));
        border-radius: var(--media-preview-time-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-time-padding, 3.5px 9px);
        margin: var(--media-preview-time-margin, 0);
        text-shadow: var(--media-preview-time-text-shadow, 0 0 4px rgb(0 0 0 / .75));
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50%)
        ));
      }

      :host([${y.MEDIA_PREVIEW_IMAGE}]) media-preview-time-display,
      :host([${y.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-time-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-time-border-radius,
          0 0 var(--media-preview-border-radius) var(--media-preview-border-radius));
        min-width: 100%;
      }

      :host([${y.MEDIA_PREVIEW_TIME}]:hover) {
        --media-time-range-hover-display: block;
      }

      [part~="arrow"],
      ::slotted([part~="arrow"]) {
        display: var(--media-box-arrow-display, inline-block);
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2 + var(--media-box-arrow-offset)),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50% - var(--media-box-arrow-offset))
        ));
        
        border-color: transparent;
        border-top-color: var(--media-box-arrow-background, var(--_control-background));
        border-width: var(--media-box-arrow-border-width,
          var(--media-box-arrow-height, 5px) var(--media-box-arrow-width, 6px) 0);
        border-style: solid;
        justify-content: center;
        height: 0;
      }
    </style>
    <div id="preview-rail">
      <slot name="preview" part="box preview-box">
        <media-preview-thumbnail>
          <template shadowrootmode="${Fc.shadowRootOptions.mode}">
            ${Fc.getTemplateHTML({})}
          </template>
        </media-preview-thumbnail>
        <media-preview-chapter-display></media-preview-chapter-display>
        <media-preview-time-display></media-preview-time-display>
        <slot name="preview-arrow"><div part="arrow"></div></slot>
      </slot>
    </div>
    <div id="current-rail">
      <slot name="current" part="box current-box">
        
      </slot>
    </div>
  `}var Ll=(e,t=e.mediaCurrentTime)=>{let n=Number.isFinite(e.mediaSeekableStart)?e.mediaSeekableStart:0,r=Number.isFinite(e.mediaDuration)?e.mediaDuration:e.mediaSeekableEnd;if(Number.isNaN(r))return 0;let i=(t-n)/(r-n);return Math.max(0,Math.min(i,1))},Rl=(e,t=e.range.valueAsNumber)=>{let n=Number.isFinite(e.mediaSeekableStart)?e.mediaSeekableStart:0,r=Number.isFinite(e.mediaDuration)?e.mediaDuration:e.mediaSeekableEnd;return Number.isNaN(r)?0:t*(r-n)+n},zl=class extends Dc{constructor(){super(),Z(this,bl),Z(this,Cl),Z(this,Tl),Z(this,Dl),Z(this,kl),Z(this,jl),Z(this,Nl),Z(this,ll,null),Z(this,ul,void 0),Z(this,dl,void 0),Z(this,fl,void 0),Z(this,pl,void 0),Z(this,ml,void 0),Z(this,hl,void 0),Z(this,gl,void 0),Z(this,_l,void 0),Z(this,vl,void 0),Z(this,yl,()=>{$(this,bl,xl).call(this)?X(this,ul).start():X(this,ul).stop()}),Z(this,Sl,e=>{this.dragging||(Ci(e)&&(this.range.valueAsNumber=e),X(this,vl)||this.updateBar())}),this.shadowRoot.querySelector(`#track`).insertAdjacentHTML(`afterbegin`,`<div id="buffered" part="buffered"></div>`),Q(this,dl,this.shadowRoot.querySelectorAll(`[part~="box"]`)),Q(this,pl,this.shadowRoot.querySelector(`[part~="preview-box"]`)),Q(this,ml,this.shadowRoot.querySelector(`[part~="current-box"]`));let e=getComputedStyle(this);Q(this,hl,parseInt(e.getPropertyValue(`--media-box-padding-left`))),Q(this,gl,parseInt(e.getPropertyValue(`--media-box-padding-right`))),Q(this,ul,new sl(this.range,X(this,Sl),60))}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_PAUSED,y.MEDIA_DURATION,y.MEDIA_SEEKABLE,y.MEDIA_CURRENT_TIME,y.MEDIA_PREVIEW_IMAGE,y.MEDIA_PREVIEW_TIME,y.MEDIA_PREVIEW_CHAPTER,y.MEDIA_BUFFERED,y.MEDIA_PLAYBACK_RATE,y.MEDIA_LOADING,y.MEDIA_ENDED]}connectedCallback(){var e;super.connectedCallback(),this.range.setAttribute(`aria-label`,M(`seek`)),X(this,yl).call(this),Q(this,ll,this.getRootNode()),(e=X(this,ll))==null||e.addEventListener(`transitionstart`,this)}disconnectedCallback(){var e;super.disconnectedCallback(),X(this,ul).stop(),(e=X(this,ll))==null||e.removeEventListener(`transitionstart`,this),Q(this,ll,null)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),t!=n&&(e===y.MEDIA_CURRENT_TIME||e===y.MEDIA_PAUSED||e===y.MEDIA_ENDED||e===y.MEDIA_LOADING||e===y.MEDIA_DURATION||e===y.MEDIA_SEEKABLE?(X(this,ul).update({start:Ll(this),duration:this.mediaSeekableEnd-this.mediaSeekableStart,playbackRate:this.mediaPlaybackRate}),X(this,yl).call(this),Fl(this)):e===y.MEDIA_BUFFERED&&this.updateBufferedBar(),(e===y.MEDIA_DURATION||e===y.MEDIA_SEEKABLE)&&(this.mediaChaptersCues=X(this,_l),this.updateBar()))}get mediaChaptersCues(){return X(this,_l)}set mediaChaptersCues(e){Q(this,_l,e),this.updateSegments(X(this,_l)?.map(e=>({start:Ll(this,e.startTime),end:Ll(this,e.endTime)})))}get mediaPaused(){return w(this,y.MEDIA_PAUSED)}set mediaPaused(e){T(this,y.MEDIA_PAUSED,e)}get mediaLoading(){return w(this,y.MEDIA_LOADING)}set mediaLoading(e){T(this,y.MEDIA_LOADING,e)}get mediaDuration(){return S(this,y.MEDIA_DURATION)}set mediaDuration(e){C(this,y.MEDIA_DURATION,e)}get mediaCurrentTime(){return S(this,y.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){C(this,y.MEDIA_CURRENT_TIME,e)}get mediaPlaybackRate(){return S(this,y.MEDIA_PLAYBACK_RATE,1)}set mediaPlaybackRate(e){C(this,y.MEDIA_PLAYBACK_RATE,e)}get mediaBuffered(){let e=this.getAttribute(y.MEDIA_BUFFERED);return e?e.split(` `).map(e=>e.split(`:`).map(e=>+e)):[]}set mediaBuffered(e){if(!e){this.removeAttribute(y.MEDIA_BUFFERED);return}let t=e.map(e=>e.join(`:`)).join(` `);this.setAttribute(y.MEDIA_BUFFERED,t)}get mediaSeekable(){let e=this.getAttribute(y.MEDIA_SEEKABLE);if(e)return e.split(`:`).map(e=>+e)}set mediaSeekable(e){e==null?this.removeAttribute(y.MEDIA_SEEKABLE):this.setAttribute(y.MEDIA_SEEKABLE,e.join(`:`))}get mediaSeekableEnd(){let[,e=this.mediaDuration]=this.mediaSeekable??[];return e}get mediaSeekableStart(){let[e=0]=this.mediaSeekable??[];return e}get mediaPreviewImage(){return E(this,y.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){D(this,y.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewTime(){return S(this,y.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){C(this,y.MEDIA_PREVIEW_TIME,e)}get mediaEnded(){return w(this,y.MEDIA_ENDED)}set mediaEnded(e){T(this,y.MEDIA_ENDED,e)}updateBar(){super.updateBar(),this.updateBufferedBar(),this.updateCurrentBox()}updateBufferedBar(){let e=this.mediaBuffered;if(!e.length)return;let t;if(this.mediaEnded)t=1;else{let n=this.mediaCurrentTime,[,r=this.mediaSeekableStart]=e.find(([e,t])=>e<=n&&n<=t)??[];t=Ll(this,r)}let{style:n}=x(this.shadowRoot,`#buffered`);n.setProperty(`width`,`${t*100}%`)}updateCurrentBox(){if(!this.shadowRoot.querySelector(`slot[name="current"]`).assignedElements().length)return;let e=x(this.shadowRoot,`#current-rail`),t=x(this.shadowRoot,`[part~="current-box"]`),n=$(this,Cl,wl).call(this,X(this,ml)),r=$(this,Tl,El).call(this,n,this.range.valueAsNumber),i=$(this,Dl,Ol).call(this,n,this.range.valueAsNumber);e.style.transform=`translateX(${r})`,e.style.setProperty(`--_range-width`,`${n.range.width}`),t.style.setProperty(`--_box-shift`,`${i}`),t.style.setProperty(`--_box-width`,`${n.box.width}px`),t.style.setProperty(`visibility`,`initial`)}handleEvent(e){switch(super.handleEvent(e),e.type){case`input`:$(this,Nl,Pl).call(this);break;case`pointermove`:$(this,kl,Al).call(this,e);break;case`pointerup`:X(this,vl)&&Q(this,vl,!1);break;case`pointerdown`:Q(this,vl,!0);break;case`pointerleave`:$(this,jl,Ml).call(this,null);break;case`transitionstart`:Ct(e.target,this)&&setTimeout(()=>X(this,yl).call(this),0)}}};ll=new WeakMap,ul=new WeakMap,dl=new WeakMap,fl=new WeakMap,pl=new WeakMap,ml=new WeakMap,hl=new WeakMap,gl=new WeakMap,_l=new WeakMap,vl=new WeakMap,yl=new WeakMap,bl=new WeakSet,xl=function(){return this.isConnected&&!this.mediaPaused&&!this.mediaLoading&&!this.mediaEnded&&this.mediaSeekableEnd>0&&Dt(this)},Sl=new WeakMap,Cl=new WeakSet,wl=function(e){let t=((this.getAttribute(`bounds`)?wt(this,`#${this.getAttribute(`bounds`)}`):this.parentElement)??this).getBoundingClientRect(),n=this.range.getBoundingClientRect(),r=e.offsetWidth;return{box:{width:r,min:-(n.left-t.left-r/2),max:t.right-n.left-r/2},bounds:t,range:n}},Tl=new WeakSet,El=function(e,t){let n=`${t*100}%`,{width:r,min:i,max:a}=e.box;if(!r)return n;if(Number.isNaN(i)||(n=`max(${`calc(1 / var(--_range-width) * 100 * ${i}% + var(--media-box-padding-left))`}, ${n})`),!Number.isNaN(a)){let e=`calc(1 / var(--_range-width) * 100 * ${a}% - var(--media-box-padding-right))`;n=`min(${n}, ${e})`}return n},Dl=new WeakSet,Ol=function(e,t){let{width:n,min:r,max:i}=e.box,a=t*e.range.width;if(a<r+X(this,hl)){let t=e.range.left-e.bounds.left-X(this,hl);return`${a-n/2+t}px`}if(a>i-X(this,gl)){let t=e.bounds.right-e.range.right-X(this,gl);return`${a+n/2-t-e.range.width}px`}return 0},kl=new WeakSet,Al=function(e){let t=[...X(this,dl)].some(t=>e.composedPath().includes(t));if(!this.dragging&&(t||!e.composedPath().includes(this))){$(this,jl,Ml).call(this,null);return}let n=this.mediaSeekableEnd;if(!n)return;let r=x(this.shadowRoot,`#preview-rail`),i=x(this.shadowRoot,`[part~="preview-box"]`),a=$(this,Cl,wl).call(this,X(this,pl)),o=(e.clientX-a.range.left)/a.range.width;o=Math.max(0,Math.min(1,o));let s=$(this,Tl,El).call(this,a,o),c=$(this,Dl,Ol).call(this,a,o);r.style.transform=`translateX(${s})`,r.style.setProperty(`--_range-width`,`${a.range.width}`),i.style.setProperty(`--_box-shift`,`${c}`),i.style.setProperty(`--_box-width`,`${a.box.width}px`);let l=Math.round(X(this,fl))-Math.round(o*n);Math.abs(l)<1&&o>.01&&o<.99||(Q(this,fl,o*n),$(this,jl,Ml).call(this,X(this,fl)))},jl=new WeakSet,Ml=function(e){this.dispatchEvent(new O.CustomEvent(_.MEDIA_PREVIEW_REQUEST,{composed:!0,bubbles:!0,detail:e}))},Nl=new WeakSet,Pl=function(){X(this,ul).stop();let e=Rl(this);this.dispatchEvent(new O.CustomEvent(_.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e}))},zl.shadowRootOptions={mode:`open`},zl.getContainerTemplateHTML=Il,O.customElements.get(`media-time-range`)||O.customElements.define(`media-time-range`,zl);var Bl=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Vl=(e,t,n)=>(Bl(e,t,`read from private field`),n?n.call(e):t.get(e)),Hl=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ul,Wl=1,Gl=e=>e.mediaMuted?0:e.mediaVolume,Kl=e=>`${Math.round(e*100)}%`,ql=class extends Dc{constructor(){super(...arguments),Hl(this,Ul,()=>{let e=this.range.value,t=new O.CustomEvent(_.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)})}static get observedAttributes(){return[...super.observedAttributes,y.MEDIA_VOLUME,y.MEDIA_MUTED,y.MEDIA_VOLUME_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),this.range.setAttribute(`aria-label`,M(`volume`)),this.range.addEventListener(`input`,Vl(this,Ul))}disconnectedCallback(){this.range.removeEventListener(`input`,Vl(this,Ul)),super.disconnectedCallback()}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),(e===y.MEDIA_VOLUME||e===y.MEDIA_MUTED)&&(this.range.valueAsNumber=Gl(this),this.range.setAttribute(`aria-valuetext`,Kl(this.range.valueAsNumber)),this.updateBar())}get mediaVolume(){return S(this,y.MEDIA_VOLUME,Wl)}set mediaVolume(e){C(this,y.MEDIA_VOLUME,e)}get mediaMuted(){return w(this,y.MEDIA_MUTED)}set mediaMuted(e){T(this,y.MEDIA_MUTED,e)}get mediaVolumeUnavailable(){return E(this,y.MEDIA_VOLUME_UNAVAILABLE)}set mediaVolumeUnavailable(e){D(this,y.MEDIA_VOLUME_UNAVAILABLE,e)}};Ul=new WeakMap,O.customElements.get(`media-volume-range`)||O.customElements.define(`media-volume-range`,ql);var Jl=10,Yl=.1,Xl=`a, button, input, select, textarea, summary, [role=button], [role=slider], [contenteditable]`;function Zl(e,{video:t,seekable:n,toggleFullscreen:r}){switch(e){case` `:case`k`:return t.paused?t.play().catch(()=>{}):t.pause(),!0;case`ArrowLeft`:case`j`:return n&&(t.currentTime=Math.max(0,t.currentTime-Jl)),n;case`ArrowRight`:case`l`:return n&&(t.currentTime=Math.min(t.duration||0,t.currentTime+Jl)),n;case`ArrowUp`:return t.volume=Math.min(1,t.volume+Yl),!0;case`ArrowDown`:return t.volume=Math.max(0,t.volume-Yl),!0;case`m`:return t.muted=!t.muted,!0;case`f`:return r(),!0;default:return!1}}function Ql(e){if(e.ctrlKey||e.metaKey||e.altKey||e.defaultPrevented)return!0;let t=/^[a-z]$/.test(e.key);return e.composedPath().some(e=>e instanceof Element&&e.matches(t?`input:not([type=range]), textarea, [contenteditable]`:Xl))}var $l={stage:`_stage_mh9ii_2`,player:`_player_mh9ii_11`,scrubber:`_scrubber_mh9ii_54`,gap:`_gap_mh9ii_68`,onAir:`_onAir_mh9ii_72`,wide:`_wide_mh9ii_89`},eu=`application/vnd.apple.mpegurl`,tu=3e3;function nu(e,t){let{pathname:n}=new URL(t,document.baseURI),r=n.toLowerCase().endsWith(`.m3u8`);if(r&&!e.canPlayType(eu))return ru(e,t);let i=()=>{e.removeAttribute(`src`),e.load()},a=()=>{i(),i=ru(e,t)};return r&&e.addEventListener(`error`,a,{once:!0}),e.src=t,()=>{e.removeEventListener(`error`,a),i()}}function ru(e,t){let n=()=>{},r=!1;return f(async()=>{let{default:e}=await import(`./hls-D6a35TnA.js`);return{default:e}},[]).then(({default:i})=>{if(r||!i.isSupported())return;let a=new i;a.on(i.Events.ERROR,(e,{fatal:n,type:o})=>{n&&(o===i.ErrorTypes.MEDIA_ERROR?a.recoverMediaError():setTimeout(()=>r||a.loadSource(t),tu))}),a.loadSource(t),a.attachMedia(e),n=()=>a.destroy()}),()=>{r=!0,n()}}function iu({video:n,url:r,title:a,live:o,children:s}){let c=t(null);return e(()=>{if(n.current)return`mediaSession`in navigator&&(navigator.mediaSession.metadata=new MediaMetadata({title:a})),nu(n.current,r)},[r,a,n]),e(()=>{let e=e=>{n.current&&!Ql(e)&&Zl(e.key,{video:n.current,seekable:!o,toggleFullscreen:()=>c.current?.querySelector(`media-fullscreen-button`)?.click()})&&e.preventDefault()};return document.addEventListener(`keydown`,e),()=>document.removeEventListener(`keydown`,e)},[o,n]),i(`div`,{class:$l.stage,ref:c,children:[i(`media-controller`,{class:$l.player,nohotkeys:!0,breakpoints:`sm:420 md:640 lg:900`,children:[i(`video`,{slot:`media`,ref:n,playsInline:!0,preload:`metadata`,"aria-label":a}),i(`media-loading-indicator`,{slot:`centered-chrome`,noautohide:!0}),i(`media-error-dialog`,{slot:`dialog`}),!o&&i(`media-time-range`,{class:$l.scrubber}),i(`media-control-bar`,{children:[i(`media-play-button`,{}),!o&&i(`media-seek-backward-button`,{seekoffset:`10`,class:$l.wide}),!o&&i(`media-seek-forward-button`,{seekoffset:`10`,class:$l.wide}),i(`media-mute-button`,{}),i(`media-volume-range`,{class:$l.wide}),o?i(`span`,{class:$l.onAir,children:`Live`}):i(`media-time-display`,{showduration:!0}),i(`span`,{class:$l.gap}),i(`media-captions-button`,{}),!o&&i(`media-playback-rate-button`,{rates:`0.75 1 1.25 1.5 1.75 2`}),i(`media-pip-button`,{class:$l.wide}),i(`media-fullscreen-button`,{})]})]}),s]})}var au={curtain:`_curtain_zqvqj_2`,actions:`_actions_zqvqj_19`,bigPlay:`_bigPlay_zqvqj_23`};function ou({resumeS:e,onPlay:t}){return e===null?i(cu,{label:`Play`,onPlay:()=>t(null)}):i(`div`,{class:au.curtain,children:[i(`p`,{children:`You have watched a part of this already.`}),i(`div`,{class:`${au.actions} ${p.actions}`,children:[i(`button`,{type:`button`,class:p.button,"data-look":`primary`,onClick:()=>t(e),children:[`Continue from `,ae(e)]}),i(`button`,{type:`button`,class:p.button,onClick:()=>t(0),children:`Start over`})]})]})}function su({broadcast:n,duration:r,raised:a,onPlay:o}){de(n.now);let s=ot(n),c=s>=0,l=t(!c);return e(()=>{c&&l.current&&o()},[c]),c?s>=r?i(`div`,{class:au.curtain,children:i(`p`,{children:`The session is over. The recording will be here soon.`})}):a?null:i(cu,{label:`Join the session`,onPlay:o}):i(`div`,{class:au.curtain,children:i(fe,{label:`It begins in`,ms:-s*1e3})})}function cu({label:e,onPlay:t}){return i(`button`,{type:`button`,class:`${au.curtain} ${au.bigPlay}`,onClick:t,"aria-label":e,children:[i(`span`,{children:i(`svg`,{viewBox:`0 0 24 24`,"aria-hidden":`true`,children:i(`path`,{d:`M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8A1 1 0 0 0 8 5.2Z`})})}),e!==`Play`&&i(`em`,{children:e})]})}var lu={screening:`_screening_1esiu_2`,below:`_below_1esiu_9`,meta:`_meta_1esiu_23`,chip:`_chip_1esiu_37`,arrive:`_arrive_1esiu_1`,keys:`_keys_1esiu_58`},uu={watched:`_watched_1ob6s_1`};function du({progress:e,durationS:t,live:n}){let r=Math.max(1,Math.floor(t)),a=Math.min(1,(e?.covered_s??0)/r),o=a===1?100:Math.min(99,Math.round(a*100));return i(`section`,{class:uu.watched,"aria-label":`Your progress`,children:[i(`progress`,{max:100,value:o,"aria-label":`Part of the recording covered`}),i(`dl`,{children:[i(`div`,{children:[i(`dt`,{children:n?`Watched live`:`You have watched`}),i(`dd`,{children:e?oe(e.watched_s):`–`})]}),i(`div`,{children:[i(`dt`,{children:`Covered`}),i(`dd`,{children:e?`${o} %`:`–`})]})]})]})}function fu({join:r,recording:o,live:s,awaited:c,token:l,now:u,onStop:d}){let f=t(null),[p,m]=n(!1),[h,ee]=n(null),[g,te]=n(null),[ne,re]=n(r.status);e(()=>{let e=f.current;if(!e)return;let t=Ze(e,{server:location.origin,join:l,onWelcome(e){te(e),re(e.status),ee(e)},onAck:ee,onStatus:re,onStop:d}),n=()=>m(!0);return e.addEventListener(`play`,n),()=>{e.removeEventListener(`play`,n),t.detach()}},[l]),e(()=>{c&&f.current?.play().catch(()=>{})},[]);let ie=Date.parse(r.starts_at);e(()=>{if(s&&f.current)return st(f.current,{startsAt:ie,now:u})},[s,ie]);let ae=pu(g,o);e(()=>{ae===null||s||p||f.current?.currentTime!==0||(f.current.currentTime=ae)},[ae]);let oe=e=>{f.current&&(e!==null&&(f.current.currentTime=e),f.current.play().catch(()=>{}))},ue=le(ne);return i(`main`,{class:lu.screening,children:[i(iu,{video:f,url:o.url,title:r.name,live:s,children:s?i(su,{broadcast:{startsAt:ie,now:u},duration:o.duration_s,raised:p,onPlay:()=>oe(null)}):!p&&i(ou,{resumeS:ae,onPlay:oe})}),i(`div`,{class:lu.below,children:[i(`header`,{children:[i(`h1`,{children:r.name}),i(`p`,{class:lu.meta,children:s?i(`span`,{children:[u()<ie?`Starts`:`Started`,` `,se(r.starts_at)]}):i(a,{children:[i(`span`,{children:[`Recorded `,ce(r.starts_at)]}),i(`span`,{children:[`Available until `,ce(r.closes_at)]})]})})]}),i(`p`,{class:lu.chip,role:`status`,children:ue&&i(`span`,{children:[i(mu,{}),` `,ue]})}),i(du,{progress:h,durationS:o.duration_s,live:s}),i(`p`,{class:lu.keys,"aria-hidden":`true`,children:[i(`kbd`,{children:`Space`}),` play or pause`,!s&&i(a,{children:[i(`kbd`,{children:`←`}),i(`kbd`,{children:`→`}),` 10 seconds`]}),i(`kbd`,{children:`f`}),` full screen `,i(`kbd`,{children:`m`}),` mute`]})]})]})}function pu(e,t){let n=e?.resume_s??0;return n>5&&n<t.duration_s-5?n:null}function mu(){return i(`svg`,{class:p.icon,viewBox:`0 0 20 20`,"aria-hidden":`true`,children:i(`path`,{d:`m5 10.5 3.2 3.2L15 6.8`})})}function hu({join:e,now:t}){let n=Date.parse(e.opens_at)-de(t),r=se(e.starts_at),a=se(e.starts_at,e.timezone);return i(m,{children:i(`section`,{class:p.card,children:[i(`p`,{class:p.eyebrow,children:`You are registered`}),i(`h1`,{children:e.name}),i(`p`,{class:p.lead,children:i(`time`,{dateTime:e.starts_at,children:r})}),a!==r&&i(`p`,{class:p.aside,children:[a,` for the host`]}),i(fe,{label:`The room opens in`,ms:n}),i(`p`,{class:`hidden`,role:`timer`,children:[`The room opens in `,re(n),`.`]}),i(`p`,{class:p.actions,children:i(`a`,{class:p.button,href:e.calendar_url,download:!0,children:[i(gu,{}),` Add to calendar`]})}),i(`p`,{class:p.aside,children:`Leave this page open: it starts by itself. Your link also works on another device.`})]})})}function gu(){return i(`svg`,{class:p.icon,viewBox:`0 0 20 20`,"aria-hidden":`true`,children:[i(`rect`,{x:`3`,y:`4.5`,width:`14`,height:`12.5`,rx:`2.5`}),i(`path`,{d:`M3 8.5h14M7 2.5v4M13 2.5v4`})]})}function _u({visit:t,token:n}){let r=t.scene.value,a=yu(r);switch(e(()=>{document.title=a},[a]),r.name){case`loading`:return i(g,{busy:!0,title:`One moment`,text:`Opening your webinar…`});case`offline`:return i(g,{busy:!0,title:`No connection`,text:`The server cannot be reached. This page keeps trying and goes on by itself.`});case`refused`:return i(g,{...vu[r.code]});case`waiting`:return i(hu,{join:r.join,now:()=>t.serverNow()});case`leaving`:return i(g,{busy:!0,eyebrow:r.join.name,title:r.join.phase===`live`?`Taking you to the room`:`Taking you to the recording`,text:`If nothing happens, use the button.`,action:{label:`Continue`,href:r.to}});case`room`:return i(pe,{join:r.join,now:()=>t.serverNow()});case`coming`:return i(g,{busy:!0,eyebrow:r.join.name,title:`The recording is coming`,text:`It is being prepared. Leave this page open: it starts by itself as soon as it is there. Your join link stays the same.`});case`broadcast`:case`recording`:return i(fu,{join:r.join,recording:r.recording,live:r.name===`broadcast`,awaited:r.name===`recording`&&r.awaited,token:n,now:()=>t.serverNow(),onStop:()=>void t.look()},r.recording.url)}}var vu={unknown_link:{icon:`link`,title:`This link does not work`,text:`It may be incomplete, or a newer one was sent to you. Please open the link from the latest e-mail.`},not_registered:{icon:`person`,title:`You are not registered yet`,text:`Your registration has not been confirmed. Once it is, this same link lets you in; this page notices by itself.`},window_closed:{icon:`clock`,title:`This webinar is no longer available`,text:`The recording could be watched for 30 days after the event, and those are over. The host may be able to help.`},no_link:{icon:`link`,title:`Please open your join link`,text:`This page needs the personal link from your invitation. Open it again from the e-mail.`}};function yu(e){return`join`in e?e.join.name:e.name===`refused`?vu[e.code].title:`Webinar`}var bu={state:e=>Su(xu(e),{headers:{accept:`application/json`}}),click:e=>Su(`${xu(e)}/click`,{method:`POST`,headers:{accept:`application/json`}})};function xu(e){return`/j/${encodeURIComponent(e)}`}async function Su(e,t){try{let n=await fetch(e,{...t,cache:`no-store`});if(n.ok)return{kind:`ok`,value:await n.json()};let r={403:`not_registered`,404:`unknown_link`,410:`window_closed`}[n.status];return r?{kind:`refused`,code:r}:{kind:`failed`}}catch{return{kind:`failed`}}}var Cu=`latecomer.join`;function wu(e,t,n){let[,r]=/^\/j\/([^/]+)\/?$/.exec(e.pathname)??[];if(r){let e=decodeURIComponent(r);try{n().setItem(Cu,e),t.replaceState(null,``,`/watch`)}catch{}return e}try{return n().getItem(Cu)}catch{return null}}var Tu=15e3,Eu=2e3,Du=3e4,Ou=2e3,ku=864e5,Au=class{scene=o({name:`loading`});#e;#t;#n=0;#r=0;#i=null;#a=0;constructor(e,t){this.#e=e,this.#t=t}serverNow(){return this.#e.now()+this.#n}async look(){let e=this.#t;if(!e){this.scene.value={name:`refused`,code:`no_link`};return}let t=++this.#a,n=await this.#e.api.state(e);t===this.#a&&(n.kind===`ok`?(this.#r=0,this.#n=Date.parse(n.value.server_time)-this.#e.now(),await this.#o(e,n.value)):n.kind===`refused`?this.#l(n.code):this.#u())}async#o(e,t){if(t.phase===`closed`){this.#l(`window_closed`);return}let n=null;if(this.#i!==t.phase){let r=await this.#e.api.click(e);if(r.kind===`refused`)return this.#l(r.code);if(r.kind===`failed`)return t.watch_url||(this.scene.value=ju(t,this.scene.value)),this.#u();this.#i=t.phase,n=r.value}(n?.next===`live_url`||n?.next===`watch_url`)&&n?.url?(this.scene.value={name:`leaving`,join:t,to:n.url},this.#e.go(n.url)):(this.scene.value.name!==`leaving`&&(this.scene.value=ju(t,this.scene.value)),this.#s(t))}#s(e){let t=this.serverNow(),n=[e.opens_at,e.starts_at,e.ends_at,e.closes_at].map(e=>Date.parse(e)).find(e=>e>t),r=n===void 0?Tu:n-t+this.#e.random()*Ou,{name:i}=this.scene.value,a=i===`coming`||i===`room`;this.#c(a?Math.min(r,Tu):r)}#c(e){let t=++this.#a;this.#e.after(Math.min(e,ku),()=>{t===this.#a&&this.look()})}#l(e){this.scene.value={name:`refused`,code:e},e===`not_registered`&&this.#c(Tu)}#u(){this.scene.value.name===`loading`&&(this.scene.value={name:`offline`});let e=Math.min(Du,Eu*2**this.#r++);this.#c(e/2+this.#e.random()*e/2)}};function ju(e,t){let{recording:n}=e;switch(e.phase){case`waiting`:return{name:`waiting`,join:e};case`live`:return e.automated&&n?{name:`broadcast`,join:e,recording:n}:{name:`room`,join:e};case`on_demand`:return n?{name:`recording`,join:e,recording:n,awaited:t.name===`coming`||t.name===`room`}:{name:`coming`,join:e};case`closed`:return{name:`refused`,code:`window_closed`}}}var Mu=wu(location,history,()=>sessionStorage),Nu=new Au({api:bu,now:()=>Date.now(),after:(e,t)=>setTimeout(t,e),go:e=>location.replace(e),random:()=>Math.random()},Mu),Pu=document.getElementById(`app`);Pu&&r(i(_u,{visit:Nu,token:Mu??``}),Pu),Nu.look(),window.addEventListener(`pageshow`,({persisted:e})=>e&&void Nu.look()),window.addEventListener(`online`,()=>void Nu.look());